using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime;

/// <summary>Makes shards of descriptors, and carries out what their members call (docs/protocol.md, section 7).</summary>
internal sealed class ShardLife(EnclaveBridgePallet bridge, SystemPallet system, ShardPolicyBook policies, MemberRegistry members)
{
    // Checking an ed25519 signature, in picoseconds.
    private const ulong SignatureWeight = 60_000_000;

    // How many anchors are compared for a conflict.
    private const int MaxCompared = 64;

    public static DispatchInfo InfoOf(Call.SubmitReceipt submit)
    {
        var signers = submit.Signatures.Length;
        var info = RuntimeLimits.Normal(reads: 8 + (3 * signers) + MaxCompared, writes: 2);
        return info with { Weight = info.Weight + new Weight(SignatureWeight * (ulong)signers, 0) };
    }

    public DispatchOutcome CreateShard(RuntimeContext context, AccountId creator, Call.CreateShard create)
    {
        if (!ShardDescriptor.TryRead(create.Descriptor, out var descriptor, out _))
        {
            return bridge.Fail(Error.InvalidDescriptor);
        }

        if (policies.CheckAllowed(context, descriptor.Policy) is { } forbidden)
        {
            return forbidden;
        }

        if (!system.BlockHash.TryGet(context, 0, out var genesis) || descriptor.Genesis != genesis)
        {
            return bridge.Fail(Error.WrongGenesis);
        }

        if (!IsKnown(context, descriptor.Checkpoint))
        {
            return bridge.Fail(Error.UnknownBlock);
        }

        var shard = ShardDescriptor.IdOf(create.Descriptor);
        if (bridge.ShardDescriptors.Contains(context, shard))
        {
            return bridge.Fail(Error.ShardExists);
        }

        bridge.ShardDescriptors.Set(context, shard, create.Descriptor);
        return EnclaveBridgePallet.Emit(context, new Event.ShardCreated(shard, creator));
    }

    public DispatchOutcome StartInstance(RuntimeContext context, AccountId sender, Call.StartInstance start)
    {
        if (policies.Read(context, start.Shard) is not { } rules)
        {
            return bridge.Fail(Error.ShardNotFound);
        }

        if (members.CheckMember(context, start.Shard, rules, sender) is { } refused)
        {
            return refused;
        }

        var before = bridge.Instances.TryGet(context, start.Shard, sender, out var record) ? record.Sequence : 0;
        if (before == uint.MaxValue)
        {
            return DispatchErrors.Overflow;
        }

        bridge.Instances.Set(context, start.Shard, sender, new InstanceRecord(start.Instance, before + 1, context.BlockNumber));
        return EnclaveBridgePallet.Emit(context, new Event.InstanceStarted(start.Shard, sender, start.Instance, before + 1));
    }

    public DispatchOutcome SetEpochKey(RuntimeContext context, AccountId sender, Call.SetEpochKey set)
    {
        if (policies.Read(context, set.Shard) is not { } rules)
        {
            return bridge.Fail(Error.ShardNotFound);
        }

        if (CheckStarted(context, set.Shard, rules, sender) is { } refused)
        {
            return refused;
        }

        if (bridge.EpochKeys.Contains(context, set.Shard, set.Epoch))
        {
            return bridge.Fail(Error.EpochKeyExists);
        }

        ulong next = bridge.CurrentEpoch.TryGet(context, set.Shard, out var current) ? current + 1ul : 0;
        if (set.Epoch != next)
        {
            return bridge.Fail(Error.WrongEpoch);
        }

        bridge.EpochKeys.Set(
            context, set.Shard, set.Epoch, new EpochKeyRecord(set.ShieldingKey, set.StateKeyCheck, sender, context.BlockNumber));
        bridge.CurrentEpoch.Set(context, set.Shard, set.Epoch);
        return EnclaveBridgePallet.Emit(context, new Event.EpochKeySet(set.Shard, set.Epoch, set.ShieldingKey, sender));
    }

    public DispatchOutcome SubmitReceipt(RuntimeContext context, Call.SubmitReceipt submit)
    {
        var receipt = submit.Receipt;
        if (receipt.Version != Receipt.CurrentVersion)
        {
            return bridge.Fail(Error.UnknownReceiptVersion);
        }

        if (policies.Read(context, receipt.Shard) is not { } rules)
        {
            return bridge.Fail(Error.ShardNotFound);
        }

        if (!bridge.EpochKeys.Contains(context, receipt.Shard, receipt.Epoch))
        {
            return bridge.Fail(Error.WrongEpoch);
        }

        ImmutableArray<AccountId> signers = [.. submit.Signatures.Select(one => one.Signer)];
        var key = IsAscending(signers) ? Receipt.SignerKey(signers) : default;
        if (key == default)
        {
            return bridge.Fail(Error.SignersNotSorted);
        }

        // Signatures last: they cost the most.
        if ((CheckBlocks(context, receipt, rules.Descriptor, key) ?? CheckSigners(context, rules, submit)) is { } refused)
        {
            return refused;
        }

        Record(context, receipt, signers, key);
        return DispatchOutcome.Ok;
    }

    private static bool IsAscending(ImmutableArray<AccountId> accounts)
    {
        for (var i = 1; i < accounts.Length; i++)
        {
            if (accounts[i - 1].CompareTo(accounts[i]) >= 0)
            {
                return false;
            }
        }

        return !accounts.IsEmpty;
    }

    private bool IsKnown(RuntimeContext context, BlockRef block) =>
        system.BlockHash.TryGet(context, block.Number, out var hash) && hash == block.Hash;

    private DispatchError? CheckStarted(RuntimeContext context, ShardId shard, ShardRules rules, AccountId enclave)
    {
        if (members.CheckMember(context, shard, rules, enclave) is { } refused)
        {
            return refused;
        }

        return bridge.Instances.Contains(context, shard, enclave) ? null : bridge.Fail(Error.InstanceNotStarted);
    }

    /// <summary>Whether the receipt goes on where its signers' last one ended; newcomers begin at the shard's head at the latest.</summary>
    private DispatchError? CheckBlocks(RuntimeContext context, Receipt receipt, ShardDescriptor descriptor, Hash256 key)
    {
        if (receipt.FirstBlock.Number > receipt.LastBlock.Number)
        {
            return bridge.Fail(Error.ReceiptNotContiguous);
        }

        var isFirstKnown = system.BlockHash.TryGet(context, receipt.FirstBlock.Number, out var first);
        if (!IsKnown(context, receipt.LastBlock) || (isFirstKnown && first != receipt.FirstBlock.Hash))
        {
            return bridge.Fail(Error.UnknownBlock);
        }

        if (bridge.LatestReceipts.TryGet(context, receipt.Shard, key, out var last))
        {
            if (receipt.FirstBlock.Number != last.LastBlock.Number + 1ul)
            {
                return bridge.Fail(Error.ReceiptNotContiguous);
            }

            return receipt.CommitmentBefore == last.Commitment ? null : bridge.Fail(Error.CommitmentMismatch);
        }

        var checkpoint = descriptor.Checkpoint.Number;
        var head = bridge.ShardHeads.TryGet(context, receipt.Shard, out var anchor) ? anchor.LastBlock.Number : checkpoint;
        return receipt.FirstBlock.Number > checkpoint && receipt.FirstBlock.Number <= head + 1ul
            ? null
            : bridge.Fail(Error.ReceiptNotContiguous);
    }

    private DispatchError? CheckSigners(RuntimeContext context, ShardRules rules, Call.SubmitReceipt submit)
    {
        foreach (var signature in submit.Signatures)
        {
            if (CheckStarted(context, submit.Receipt.Shard, rules, signature.Signer) is { } refused)
            {
                return refused;
            }

            if (!submit.Receipt.IsSignedBy(signature))
            {
                return bridge.Fail(Error.BadReceiptSignature);
            }
        }

        return null;
    }

    private void Record(RuntimeContext context, Receipt receipt, ImmutableArray<AccountId> signers, Hash256 key)
    {
        var anchor = new ReceiptAnchor(receipt.LastBlock, receipt.CommitmentAfter, receipt.Hash, context.BlockNumber);
        EnclaveBridgePallet.Emit(context, new Event.ReceiptSubmitted(
            receipt.Shard,
            receipt.FirstBlock.Number,
            receipt.LastBlock.Number,
            anchor.ReceiptHash,
            receipt.LeavesRoot,
            receipt.CommitmentAfter,
            signers));
        foreach (var other in bridge.LatestReceipts.Under(context, receipt.Shard, MaxCompared))
        {
            if (other.LastBlock.Number == receipt.LastBlock.Number && other.Commitment != receipt.CommitmentAfter)
            {
                EnclaveBridgePallet.Emit(context, new Event.CommitmentConflict(
                    receipt.Shard, receipt.LastBlock.Number, other.Commitment, receipt.CommitmentAfter));
                break;
            }
        }

        bridge.LatestReceipts.Set(context, receipt.Shard, key, anchor);
        if (!bridge.ShardHeads.TryGet(context, receipt.Shard, out var head) || head.LastBlock.Number < receipt.LastBlock.Number)
        {
            bridge.ShardHeads.Set(context, receipt.Shard, anchor);
        }
    }
}
