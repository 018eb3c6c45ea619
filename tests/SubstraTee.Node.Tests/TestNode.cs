using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Node.Tests;

/// <summary>A node in this process with a client that knows it only by JSON-RPC and metadata.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public static readonly KeyPair Alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
    public static readonly KeyPair Bob = KeyPair.FromSecretUri("//Bob", KeyType.Ed25519);
    public static readonly KeyPair Charlie = KeyPair.FromSecretUri("//Charlie", KeyType.Ecdsa);
    public static readonly UInt128 Unit = 1_000_000_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _limit = new(Limit);
    private readonly CallEncoder<(MultiAddress, UInt128)> _transfer;
    private readonly ExtrinsicV4 _extrinsics;
    private readonly SigningContext _context;

    private TestNode(RunningNode node, JsonRpcClient client, ChainMetadata metadata)
    {
        Node = node;
        Client = client;
        Metadata = metadata;
        _extrinsics = new ExtrinsicV4(metadata);
        _context = new SigningContext(metadata.Version!.SpecVersion, metadata.Version.TransactionVersion, node.GenesisHash);
        _transfer = new CallEncoder<(MultiAddress, UInt128)>(
            metadata, "Balances", "transfer_allow_death", Scale.Tuple(MultiAddress.Codec, Scale.CompactU128));
    }

    public RunningNode Node { get; }

    public JsonRpcClient Client { get; }

    public ChainMetadata Metadata { get; }

    public CancellationToken Cancellation => _limit.Token;

    public static Task<TestNode> StartAsync() => StartAsync(new NodeOptions { FinalizedNotice = TimeSpan.Zero });

    public static async Task<TestNode> StartAsync(NodeOptions options)
    {
        var node = await NodeHost.StartAsync(options with { RpcPort = 0 }, CancellationToken.None);
        var client = await JsonRpcClient.ConnectAsync(node.WebSocketAddress);
        var metadata = await client.CallAsync("state_getMetadata", [], CancellationToken.None);
        return new TestNode(node, client, ChainMetadata.Decode(Hex.Decode(metadata.GetString()!)));
    }

    public async Task<JsonElement> AskAsync(string method, params JsonNode?[] parameters) =>
        await Client.CallAsync(method, parameters, Cancellation);

    public async Task<JsonRpcException> FailAsync(string method, params JsonNode?[] parameters) =>
        await Assert.ThrowsAsync<JsonRpcException>(() => AskAsync(method, parameters));

    public async Task<string> TextAsync(string method, params JsonNode?[] parameters) =>
        (await AskAsync(method, parameters)).GetString()!;

    public byte[] Transfer(AccountId to, UInt128 amount) => _transfer.Encode((new MultiAddress.Id(to), amount));

    public byte[] Sign(KeyPair pair, ReadOnlySpan<byte> call, uint nonce, UInt128 tip = default) =>
        _extrinsics.Sign(call, pair, new SignedExtra(nonce, Era.Immortal, Node.GenesisHash, tip), _context);

    public byte[] Sign(KeyPair pair, ReadOnlySpan<byte> call, uint nonce, Era era, Hash256 birth) =>
        _extrinsics.Sign(call, pair, new SignedExtra(nonce, era, birth, 0), _context);

    public byte[] TransferBy(KeyPair from, uint nonce, UInt128 tip = default) =>
        Sign(from, Transfer(Bob.AccountId, Unit), nonce, tip);

    public async Task<List<string>> WatchAsync(byte[] extrinsic)
    {
        await using var watch = await Client.SubscribeAsync(
            "author_submitAndWatchExtrinsic", "author_unwatchExtrinsic", [Hex.Encode(extrinsic)], null, Cancellation);
        var statuses = new List<string>();
        await foreach (var status in watch.ReadAllAsync(Cancellation))
        {
            statuses.Add(status.GetRawText());
            if (status.ValueKind == JsonValueKind.Object
                ? !status.TryGetProperty("inBlock", out _)
                : status.GetString() is "dropped" or "invalid")
            {
                break;
            }
        }

        return statuses;
    }

    /// <summary>Submits a transfer and waits until it is final.</summary>
    public async Task<Hash256> FinalizeTransferAsync(KeyPair from, uint nonce)
    {
        var last = JsonNode.Parse((await WatchAsync(TransferBy(from, nonce)))[^1])!;
        return Hash256.Parse((string)last["finalized"]!);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Node.DisposeAsync();
        _limit.Dispose();
    }
}
