using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Whether a shard is trusted, and all that the judgement rests on; made to be logged.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="AsOf">The final block whose proven state was judged.</param>
/// <param name="IsSimulated">True when any part is simulated: no confidentiality.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Members">The enclaves that have started the shard.</param>
/// <param name="Policy">The shard's policy in force, and the announced one.</param>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="ShieldingKey">Its public key, or null when no enclave has set one.</param>
public sealed record TrustVerdict(
    ShardId Shard,
    BlockRef AsOf,
    bool IsSimulated,
    ImmutableArray<TrustFinding> Findings,
    ImmutableArray<ShardMember> Members,
    PolicyView Policy,
    uint Epoch,
    ShieldingKey? ShieldingKey)
{
    /// <summary>True when nothing that was found forbids to use the shard.</summary>
    public bool IsTrusted => Findings.All(finding => finding.Severity != TrustSeverity.Refusal);
}
