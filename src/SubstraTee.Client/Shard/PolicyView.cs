using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>A shard's policy as of a block: the one in force, and the one that was announced to follow it.</summary>
/// <param name="Version">The version in force; 0 is the descriptor's.</param>
/// <param name="InForce">The policy in force.</param>
/// <param name="Announced">The next one with the block from which it is in force, or null.</param>
public sealed record PolicyView(uint Version, AdmissionPolicy InForce, PolicyRecord? Announced)
{
    /// <summary>The policies that were in force before, but not before the epoch's key was set: their members were given it too.</summary>
    public ImmutableArray<AdmissionPolicy> Earlier { get; init; } = [];

    /// <summary>Every policy whose members share the shard's keys now or soon.</summary>
    public ImmutableArray<AdmissionPolicy> All => Announced is { } next ? [InForce, .. Earlier, next.Policy] : [InForce, .. Earlier];

    /// <summary>Whether any of them admits enclaves that nothing protects.</summary>
    public bool IsSimulated => All.Any(AdmitsSimulated);

    /// <summary>Whether a policy admits enclaves that nothing protects: without evidence, under test roots, or of the simulated family.</summary>
    internal static bool AdmitsSimulated(AdmissionPolicy policy) =>
        policy.IsDevelopment || policy.Measurements.Any(one => one.Family == MeasurementFamily.Simulated);

    /// <summary>What has to be proved for it when the newest announced version is known: that number, and the last two records.</summary>
    internal static ImmutableArray<StorageKey> KeysOf(ShardId shard, uint newest) =>
    [
        BridgeKeys.PolicyVersion(shard),
        .. newest > 0 ? new[] { BridgeKeys.Policy(shard, newest) } : [],
        .. newest > 1 ? new[] { BridgeKeys.Policy(shard, newest - 1) } : [],
    ];

    /// <summary>The newest announced version in a state; null when the proof does not say.</summary>
    internal static uint? NewestOf(VerifiedState state, ShardId shard)
    {
        var read = state.Read(BridgeKeys.PolicyVersion(shard).Span);
        return read.Kind switch
        {
            ProvenReadKind.Absent => 0,
            ProvenReadKind.Present when Scale.U32.TryDecode(read.Value.Span, out var version, out _) => version,
            _ => null,
        };
    }

    /// <summary>Reads it from proven state.</summary>
    /// <returns>False when the proof lacks a part or a record does not decode.</returns>
    internal static bool TryRead(
        VerifiedState state, ShardDescriptor descriptor, ShardId shard, uint block, [NotNullWhen(true)] out PolicyView? view)
    {
        view = null;
        if (NewestOf(state, shard) is not { } newest)
        {
            return false;
        }

        if (newest == 0)
        {
            view = new PolicyView(0, descriptor.Policy, null);
            return true;
        }

        if (RecordOf(state, shard, newest) is not { } last)
        {
            return false;
        }

        if (last.InForceFrom <= block)
        {
            view = new PolicyView(newest, last.Policy, null);
            return true;
        }

        var before = newest == 1 ? descriptor.Policy : RecordOf(state, shard, newest - 1)?.Policy;
        view = before is null ? null : new PolicyView(newest - 1, before, last);
        return view is not null;
    }

    /// <summary>What was announced as a version; null when the proof does not say, or it does not decode.</summary>
    internal static PolicyRecord? RecordOf(VerifiedState state, ShardId shard, uint version)
    {
        var read = state.Read(BridgeKeys.Policy(shard, version).Span);
        return read.Kind == ProvenReadKind.Present && PolicyRecord.Codec.TryDecode(read.Value.Span, out var record, out _) ? record : null;
    }
}
