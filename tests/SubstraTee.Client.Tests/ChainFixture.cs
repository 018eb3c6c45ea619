using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Node;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client.Tests;

/// <summary>A real node in this process, in memory, with instant blocks, and a client of it.</summary>
public sealed class ChainFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private RunningNode? _node;

    public static CancellationToken Limit => new CancellationTokenSource(Patience).Token;

    public RunningNode Node => _node!;

    public ChainClient Chain { get; private set; } = null!;

    public static KeyPair Dev(string name, KeyType type = KeyType.Sr25519) => KeyPair.FromSecretUri($"//{name}", type);

    public static byte[] Transfer(ChainClient chain, AccountId to, UInt128 amount) =>
        new CallEncoder<(MultiAddress To, UInt128 Amount)>(
            chain.Metadata, "Balances", "transfer_keep_alive", Scale.Tuple(MultiAddress.Codec, Scale.CompactU128))
            .Encode((new MultiAddress.Id(to), amount));

    public static AccountId Fresh(byte seed) => new(new Bytes32(Enumerable.Repeat(seed, Bytes32.Length).ToArray()));

    public async Task InitializeAsync()
    {
        _node = await NodeHost.StartAsync(new NodeOptions { RpcPort = 0 }, Limit);
        Chain = await ChainClient.ConnectAsync(_node.WebSocketAddress, null, Limit);
    }

    public async Task DisposeAsync()
    {
        await Chain.DisposeAsync();
        await Node.DisposeAsync();
    }
}
