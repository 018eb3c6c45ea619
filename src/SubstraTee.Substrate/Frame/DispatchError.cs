using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Why a call failed.</summary>
[ScaleType("sp_runtime::DispatchError")]
public abstract partial record DispatchError
{
    private DispatchError()
    {
    }

    /// <summary>An unspecified error; its text is not encoded.</summary>
    [ScaleVariant(0)]
    public sealed record Other : DispatchError;

    /// <summary>An address that leads to no account.</summary>
    [ScaleVariant(1)]
    public sealed record CannotLookup : DispatchError;

    /// <summary>The caller may not make this call.</summary>
    [ScaleVariant(2)]
    public sealed record BadOrigin : DispatchError;

    /// <summary>A pallet's own error.</summary>
    [ScaleVariant(3, Positional = true)]
    public sealed record Module(ModuleError Error) : DispatchError;

    /// <summary>The account cannot die: something still depends on it.</summary>
    [ScaleVariant(4)]
    public sealed record ConsumerRemaining : DispatchError;

    /// <summary>The account does not exist, so nothing can depend on it.</summary>
    [ScaleVariant(5)]
    public sealed record NoProviders : DispatchError;

    /// <summary>Too much depends on the account.</summary>
    [ScaleVariant(6)]
    public sealed record TooManyConsumers : DispatchError;

    /// <summary>An operation on a balance.</summary>
    [ScaleVariant(7, Positional = true)]
    public sealed record Token(TokenError Error) : DispatchError;

    /// <summary>A calculation.</summary>
    [ScaleVariant(8, Positional = true)]
    public sealed record Arithmetic(ArithmeticError Error) : DispatchError;

    /// <summary>A storage transaction.</summary>
    [ScaleVariant(9, Positional = true)]
    public sealed record Transactional(TransactionalError Error) : DispatchError;

    /// <summary>Resources are exhausted.</summary>
    [ScaleVariant(10)]
    public sealed record Exhausted : DispatchError;

    /// <summary>The state is corrupt.</summary>
    [ScaleVariant(11)]
    public sealed record Corruption : DispatchError;

    /// <summary>A resource is not there now.</summary>
    [ScaleVariant(12)]
    public sealed record Unavailable : DispatchError;

    /// <summary>Root may not make this call.</summary>
    [ScaleVariant(13)]
    public sealed record RootNotAllowed : DispatchError;

    /// <summary>A trie proof.</summary>
    [ScaleVariant(14, Positional = true)]
    public sealed record Trie(TrieError Error) : DispatchError;
}
