using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Worker;

/// <summary>What the worker asks of the node: metadata, the descriptor, and finalized blocks with proofs for the enclave.</summary>
internal sealed class NodeFeed(JsonRpcClient node)
{
    /// <summary>Blocks of one import: enough to catch up fast, few enough for one frame.</summary>
    public const int MaxBlocks = 64;

    private const uint MetadataVersion = 15;
    private static readonly ScaleCodec<byte[]?> OptionalBytes = Scale.OptionRef(Scale.Bytes);

    /// <summary>How many connections to the node there have been.</summary>
    public int Connections => node.Connections;

    /// <summary>The V15 metadata bytes.</summary>
    /// <exception cref="WorkerException">The node has none.</exception>
    public async Task<byte[]> MetadataAsync(CancellationToken cancellationToken)
    {
        var answer = await node.CallAsync(
            "state_call", ["Metadata_metadata_at_version", Hex.Encode(Scale.U32.Encode(MetadataVersion))], cancellationToken)
            .ConfigureAwait(false);
        return OptionalBytes.Decode(Hex.Decode(answer.GetString()!)) ?? throw new WorkerException(
            "STEE-C0010",
            "the chain cannot be used",
            "its runtime offers no metadata of version 15",
            "attach to a node whose runtime has the Metadata API in version 2");
    }

    /// <summary>The bytes of a shard's descriptor, checked against its id.</summary>
    /// <exception cref="WorkerException">The chain does not have the shard.</exception>
    public async Task<byte[]> DescriptorAsync(ChainMetadata chain, ShardId shard, CancellationToken cancellationToken)
    {
        var key = chain.Storage("EnclaveBridge", "ShardDescriptors").Key(Scale.ShardId.Encode(shard));
        var stored = await node.CallAsync("state_getStorage", [key.ToString()], cancellationToken).ConfigureAwait(false);
        var bytes = stored.ValueKind == JsonValueKind.String ? Scale.Bytes.Decode(Hex.Decode(stored.GetString()!)) : null;
        if (bytes is null)
        {
            throw new WorkerException(
                "STEE-C0005", $"there is no shard {shard}", "the chain holds no descriptor of that id", "list them: substratee shard list");
        }

        return ShardDescriptor.IdOf(bytes) == shard
            ? bytes
            : throw new WorkerException(
                "STEE-C0012", "the node is not to be trusted", "its descriptor is not the one that the id names", "attach to another node");
    }

    /// <summary>Free balance of an account.</summary>
    public async Task<AccountInfo> AccountAsync(ChainMetadata chain, AccountId account, CancellationToken cancellationToken)
    {
        var accounts = new StorageMap<AccountId, AccountInfo>(chain, "System", "Account", Scale.AccountId, AccountInfo.Codec);
        var stored = await node.CallAsync("state_getStorage", [accounts.Key(account).ToString()], cancellationToken).ConfigureAwait(false);
        return stored.ValueKind == JsonValueKind.String ? accounts.Decode(Hex.Decode(stored.GetString()!)) : accounts.Default();
    }

    /// <summary>Hash of the first block.</summary>
    public async Task<Hash256> GenesisAsync(CancellationToken cancellationToken) => Hash256.Parse(
        (await node.CallAsync("chain_getBlockHash", [JsonValue.Create(0)], cancellationToken).ConfigureAwait(false)).GetString()!);

    /// <summary>Finalized blocks from a height on, with the proofs that the enclave asked for; null when there are none yet.</summary>
    public async Task<EnclaveInput.ImportBlocks?> BlocksAsync(
        uint from, int max, ImmutableArray<byte[]> keys, CancellationToken cancellationToken)
    {
        var wanted = new JsonArray([.. keys.Select(key => (JsonNode?)Hex.Encode(key))]);
        return await node.ReadAsync(
            "substratee_blockBundle", [JsonValue.Create(from), JsonValue.Create(max), wanted], BlockBundle.Read, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Hands an extrinsic to the node's pool.</summary>
    public Task SubmitAsync(ReadOnlyMemory<byte> extrinsic, CancellationToken cancellationToken) =>
        node.CallAsync("author_submitExtrinsic", [Hex.Encode(extrinsic.Span)], cancellationToken);

    /// <summary>Heights of finalized blocks as they come; after a lost connection it goes on when there is one again.</summary>
    public async Task<JsonRpcSubscription> FinalizedHeadsAsync(CancellationToken cancellationToken) =>
        await node.SubscribeAsync(
            "chain_subscribeFinalizedHeads",
            "chain_unsubscribeFinalizedHeads",
            [],
            new SubscriptionOptions { Resume = true, WhenFull = WhenFull.DropOldest, Capacity = 16 },
            cancellationToken).ConfigureAwait(false);
}
