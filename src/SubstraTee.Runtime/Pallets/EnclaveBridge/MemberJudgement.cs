using SubstraTee.Attestation;

namespace SubstraTee.Runtime;

/// <summary>What the policies of a shard, the one in force and the announced one, say of evidence.</summary>
/// <param name="Evidence">What was verified.</param>
/// <param name="Simulated">Whether one of the policies takes its root for a test root.</param>
/// <param name="PolicyFrom">The first version that accepts it.</param>
/// <param name="PolicyTo">The last version that accepts it.</param>
/// <param name="LifetimeMs">The shorter of their lifetimes.</param>
internal sealed record MemberJudgement(VerifiedEvidence Evidence, bool Simulated, uint PolicyFrom, uint PolicyTo, ulong LifetimeMs)
{
    private const ulong MsPerSecond = 1000;

    /// <summary>The time from which a registration does not count any more: after its lifetime, or when what the evidence rests on ends.</summary>
    public ulong ExpiryOf(ulong registeredAtMs)
    {
        // The last second of a window still belongs to it.
        var until = Evidence.Validity.Until;
        var end = until >= (long)(ulong.MaxValue / MsPerSecond / 2) ? ulong.MaxValue : (ulong)Math.Max(until + 1, 0) * MsPerSecond;
        return Math.Min(registeredAtMs > ulong.MaxValue - LifetimeMs ? ulong.MaxValue : registeredAtMs + LifetimeMs, end);
    }

    /// <summary>What both judgements have in common.</summary>
    public MemberJudgement And(MemberJudgement next) => this with
    {
        Simulated = Simulated || next.Simulated,
        PolicyTo = next.PolicyTo,
        LifetimeMs = Math.Min(LifetimeMs, next.LifetimeMs),
    };
}
