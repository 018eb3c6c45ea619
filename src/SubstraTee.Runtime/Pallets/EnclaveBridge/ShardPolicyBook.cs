using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime;

/// <summary>The policies of shards: which one is in force, and how the next one is announced.</summary>
/// <remarks>
/// Which policy is in force at a block follows from the descriptor, the announced policies and the block's number alone. A
/// policy is announced for a later block, so that no block knows two, and at most one waits.
/// </remarks>
internal sealed class ShardPolicyBook(EnclaveBridgePallet bridge)
{
    /// <summary>What holds for a shard at the block being built; null when there is no shard with a descriptor of that id.</summary>
    public ShardRules? Read(RuntimeContext context, ShardId shard)
    {
        // What is in the state was checked when it was put there.
        if (!bridge.ShardDescriptors.TryGet(context, shard, out var bytes) || !ShardDescriptor.Codec.TryDecode(bytes, out var descriptor, out _))
        {
            return null;
        }

        var first = new VersionedPolicy(0, descriptor.Policy);
        if (!bridge.PolicyVersions.TryGet(context, shard, out var newest))
        {
            return new ShardRules(descriptor, first, Next: null);
        }

        if (!bridge.ShardPolicies.TryGet(context, shard, newest, out var last))
        {
            return null;
        }

        var announced = new VersionedPolicy(newest, last.Policy);
        if (last.InForceFrom <= context.BlockNumber)
        {
            return new ShardRules(descriptor, announced, Next: null);
        }

        if (newest == 1)
        {
            return new ShardRules(descriptor, first, announced);
        }

        return bridge.ShardPolicies.TryGet(context, shard, newest - 1, out var before)
            ? new ShardRules(descriptor, new VersionedPolicy(newest - 1, before.Policy), announced)
            : null;
    }

    public DispatchOutcome Announce(RuntimeContext context, AccountId sender, Call.AnnouncePolicy announce)
    {
        if (CheckAuthority(context, sender, announce.Shard, out var rules) is { } refused)
        {
            return refused;
        }

        if (announce.Policy.Fault() is not null)
        {
            return bridge.Fail(Error.InvalidPolicy);
        }

        if (CheckAllowed(context, announce.Policy) is { } forbidden)
        {
            return forbidden;
        }

        if (rules!.Next is not null)
        {
            return bridge.Fail(Error.PolicyPending);
        }

        var from = context.BlockNumber + (ulong)Math.Max(rules.Descriptor.ChangeDelayBlocks, 1);
        if (from > uint.MaxValue || rules.InForce.Version == uint.MaxValue)
        {
            return DispatchErrors.Overflow;
        }

        var version = rules.InForce.Version + 1;
        bridge.ShardPolicies.Set(context, announce.Shard, version, new PolicyRecord(announce.Policy, (uint)from));
        bridge.PolicyVersions.Set(context, announce.Shard, version);
        return EnclaveBridgePallet.Emit(context, new Event.PolicyAnnounced(announce.Shard, version, (uint)from));
    }

    public DispatchOutcome Freeze(RuntimeContext context, AccountId sender, Call.FreezeAdmission freeze)
    {
        if (CheckAuthority(context, sender, freeze.Shard, out _) is { } refused)
        {
            return refused;
        }

        bridge.FrozenShards.Set(context, freeze.Shard, freeze.Frozen);
        return EnclaveBridgePallet.Emit(context, new Event.AdmissionFrozen(freeze.Shard, freeze.Frozen));
    }

    /// <summary>Whether a policy may be one of a shard on this chain.</summary>
    public DispatchError? CheckAllowed(RuntimeContext context, AdmissionPolicy policy) =>
        policy.IsDevelopment && !bridge.DevelopmentChain.Get(context) ? bridge.Fail(Error.DevelopmentPolicy) : null;

    private DispatchError? CheckAuthority(RuntimeContext context, AccountId sender, ShardId shard, out ShardRules? rules)
    {
        rules = Read(context, shard);
        if (rules is null)
        {
            return bridge.Fail(Error.ShardNotFound);
        }

        return rules.Descriptor.Authority == sender ? null : bridge.Fail(Error.NotShardAuthority);
    }
}
