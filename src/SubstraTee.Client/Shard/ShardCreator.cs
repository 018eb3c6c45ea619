using System.Security.Cryptography;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Creates shards: writes down what they are for ever, and has the chain keep it.</summary>
public static class ShardCreator
{
    /// <summary>Makes a descriptor whose checkpoint is the node's newest final block.</summary>
    /// <remarks>
    /// Who creates a shard trusts the node for this one look at the voters: everybody after that checks against them.
    /// </remarks>
    /// <exception cref="ClientException">The node cannot say who makes its blocks final, or has no metadata V15.</exception>
    public static async Task<ShardDescriptor> DescribeAsync(ChainClient chain, ShardPlan plan, CancellationToken cancellationToken)
    {
        BridgeKeys.Check(chain.Metadata);
        if (chain.Metadata.Version is not { } version || chain.Metadata.Metadata.OuterEnums is null)
        {
            throw ClientErrors.MetadataUnusable("a shard pins metadata of version 15, which the node does not serve");
        }

        var checkpoint = await chain.HeadAsync(finalized: true, cancellationToken).ConfigureAwait(false);
        var voters = await chain.Node.RuntimeCallAsync("GrandpaApi_grandpa_authorities", default, cancellationToken).ConfigureAwait(false);
        var setId = await chain.Node.RuntimeCallAsync("GrandpaApi_current_set_id", default, cancellationToken).ConfigureAwait(false);
        if (!AuthoritySet.ListCodec.TryDecode(voters, out var authorities, out _) || !Scale.U64.TryDecode(setId, out var set, out _))
        {
            throw ClientErrors.BadAnswer("GrandpaApi_grandpa_authorities", "the voters do not decode");
        }

        return new ShardDescriptor(
            ShardDescriptor.CurrentVersion,
            chain.GenesisHash,
            new BlockRef(checkpoint.Number, checkpoint.Hash()),
            set,
            [.. authorities.Select(one => new FinalityAuthority(one.PublicKey, one.Weight))],
            null,
            plan.StfHash,
            new AdmissionPolicy(
                plan.Measurements,
                plan.Evidence,
                plan.AllowSkippedAttestation,
                plan.ReceiptThreshold,
                [new MetadataPin(version.SpecVersion, chain.Metadata.Hash)],
                (uint)plan.StallAfter.TotalMilliseconds),
            plan.Authority,
            plan.ChangeDelayBlocks,
            new Bytes32(RandomNumberGenerator.GetBytes(Bytes32.Length)));
    }

    /// <summary>Stores a descriptor on chain and waits until that is final.</summary>
    /// <returns>The shard's id and what became of the transaction.</returns>
    /// <exception cref="ClientException">The chain did not take it.</exception>
    public static async Task<(ShardId Shard, TransactionResult Transaction)> CreateAsync(
        ChainClient chain, KeyPair creator, ShardDescriptor descriptor, CancellationToken cancellationToken)
    {
        var create = BridgeCalls.Find(
            chain.Metadata, "create_shard", Scale.BytesOf(ProtocolLimits.MaxDescriptorBytes), "the chain cannot hold shards");
        var bytes = ShardDescriptor.Codec.Encode(descriptor);
        return (ShardDescriptor.IdOf(bytes), await BridgeCalls.SubmitAsync(chain, creator, create, bytes, cancellationToken).ConfigureAwait(false));
    }
}
