using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>On whose behalf a call is made (<c>frame_system::RawOrigin</c>).</summary>
internal readonly record struct Origin
{
    private readonly OriginKind _kind;
    private readonly AccountId _account;

    private Origin(OriginKind kind, AccountId account)
    {
        _kind = kind;
        _account = account;
    }

    private enum OriginKind
    {
        None = 0,
        Signed,
        Root,
    }

    /// <summary>Nobody: an inherent.</summary>
    public static Origin None => default;

    /// <summary>The chain itself.</summary>
    public static Origin Root { get; } = new(OriginKind.Root, default);

    public bool IsNone => _kind == OriginKind.None;

    public bool IsRoot => _kind == OriginKind.Root;

    public static Origin Signed(AccountId account) => new(OriginKind.Signed, account);

    public bool TrySigned(out AccountId account)
    {
        account = _account;
        return _kind == OriginKind.Signed;
    }
}
