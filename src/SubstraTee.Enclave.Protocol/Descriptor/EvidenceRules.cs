using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What the evidence of a shard's members has to be.</summary>
/// <param name="Roots">Keys that it must end in; a kind of evidence without a root is not taken.</param>
/// <param name="TestRoots">True when the roots are those of a simulation: the shard is a development shard for ever.</param>
/// <param name="AcceptedTcb">Accepted statuses, one bit each at the number of <see cref="TcbStatus"/>.</param>
/// <param name="AllowDebug">Development only: enclaves may be open to their host's debugger.</param>
/// <param name="LifetimeMs">Milliseconds for which a registration counts, unless what it rests on ends earlier.</param>
/// <param name="Floors">Lowest security versions.</param>
/// <param name="Registers">Values that registers have to have.</param>
[ScaleType]
public sealed partial record EvidenceRules(
    [MaxLength(16)] ImmutableArray<TrustRoot> Roots,
    bool TestRoots,
    ushort AcceptedTcb,
    bool AllowDebug,
    ulong LifetimeMs,
    [MaxLength(32)] ImmutableArray<SecurityFloor> Floors,
    [MaxLength(32)] ImmutableArray<RegisterRule> Registers)
{
    /// <summary>The shortest lifetime: registrations would otherwise expire before they are final.</summary>
    public const ulong MinLifetimeMs = 1_000;

    /// <summary>The longest lifetime: 90 days.</summary>
    public const ulong MaxLifetimeMs = 90UL * 86_400_000;

    /// <summary>The bits of statuses that no policy accepts.</summary>
    private const ushort NeverAccepted = (1 << (int)TcbStatus.Revoked) | (1 << (int)TcbStatus.NotSupported);

    /// <summary>The bits of statuses that exist.</summary>
    private static readonly ushort KnownStatuses = (ushort)((1 << TcbStatuses.All.Length) - 1);

    /// <summary>The mask of statuses.</summary>
    public static ushort MaskOf(IEnumerable<TcbStatus> statuses) =>
        statuses.Aggregate((ushort)0, (mask, status) => (ushort)(mask | (1 << (int)status)));

    /// <summary>The accepted statuses.</summary>
    public ImmutableHashSet<TcbStatus> Statuses => [.. TcbStatuses.All.Where(status => (AcceptedTcb & (1 << (int)status)) != 0)];

    /// <summary>The roots as anchors that a verifier takes.</summary>
    /// <exception cref="ArgumentException">They are none (see <see cref="Fault"/>).</exception>
    public TrustAnchors Anchors() =>
        TrustAnchors.Of(Roots.Select(root => root.ToAnchor(TestRoots ? AnchorClass.Test : AnchorClass.Production)));

    /// <summary>What is wrong with the rules, or null.</summary>
    internal string? Fault()
    {
        if (Roots.IsEmpty)
        {
            return "rules for evidence name at least one root key";
        }

        if (AcceptedTcb == 0 || (AcceptedTcb & NeverAccepted) != 0 || (AcceptedTcb & ~KnownStatuses) != 0)
        {
            return "the accepted TCB statuses are at least one, never Revoked or NotSupported";
        }

        if (LifetimeMs is < MinLifetimeMs or > MaxLifetimeMs)
        {
            return $"a registration's lifetime is between {MinLifetimeMs} and {MaxLifetimeMs} ms";
        }

        try
        {
            return Anchors().FirstUnknownRoot() is { } unknown ? $"{unknown.Role.Text()}: the key is not the vendor's; a shard for tests says so" : null;
        }
        catch (ArgumentException unusable)
        {
            return unusable.Message;
        }
    }
}
