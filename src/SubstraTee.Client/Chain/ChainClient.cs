using System.Runtime.CompilerServices;
using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>A connection to a Substrate node: what its chain is, its state by name, transactions.</summary>
/// <remarks>
/// What it reads is the node's word, unless it was read through a <see cref="FinalityClient"/>. Metadata is read once, at
/// connecting: connect anew after an upgrade of the chain's runtime. Safe for several threads.
/// </remarks>
public sealed class ChainClient : IAsyncDisposable
{
    private readonly Lazy<PortableRegistry> _types;

    private ChainClient(
        JsonRpcClient rpc, Hash256 genesis, ChainProperties properties, byte[] metadata, ChainMetadata chain, ChainClientOptions options)
    {
        Rpc = rpc;
        Node = new NodeRpc(rpc);
        GenesisHash = genesis;
        Properties = properties;
        MetadataBytes = metadata;
        Metadata = chain;
        Options = options;
        Transactions = new TransactionSender(this);
        _types = new Lazy<PortableRegistry>(() => new PortableRegistry(chain.Metadata.Types));
    }

    /// <summary>The node's address.</summary>
    public Uri Endpoint => Rpc.Endpoint;

    /// <summary>The connection, for methods that have no member here.</summary>
    public JsonRpcClient Rpc { get; }

    /// <summary>Hash of the chain's first block, as the node says.</summary>
    public Hash256 GenesisHash { get; }

    /// <summary>Name, type and unit of the chain, as the node says.</summary>
    public ChainProperties Properties { get; }

    /// <summary>
    /// Whether a node on this computer calls its chain a development chain: what a node elsewhere says of itself opens no doors.
    /// </summary>
    public bool IsLocalDevelopment => Properties.SaysDevelopment && Endpoint.IsLoopback;

    /// <summary>The runtime's metadata as it came: V15 when the runtime has it, else V14.</summary>
    public ReadOnlyMemory<byte> MetadataBytes { get; }

    /// <summary>What the chain offers, by name.</summary>
    public ChainMetadata Metadata { get; }

    /// <summary>Transactions: fees, nonces, submission.</summary>
    public TransactionSender Transactions { get; }

    internal ChainClientOptions Options { get; }

    internal NodeRpc Node { get; }

    /// <summary>Connects and reads what the chain is.</summary>
    /// <exception cref="ClientException">The node cannot be reached, or what it answers cannot be used.</exception>
    public static async Task<ChainClient> ConnectAsync(
        Uri endpoint, ChainClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ChainClientOptions();
        var rpc = await RpcAccess.ConnectAsync(endpoint, "the node", options.Rpc, cancellationToken).ConfigureAwait(false);
        try
        {
            var node = new NodeRpc(rpc);
            var genesis = await node.BlockHashAsync(0, cancellationToken).ConfigureAwait(false)
                ?? throw ClientErrors.BadAnswer("chain_getBlockHash", "the node has no first block");
            var properties = await PropertiesAsync(node, cancellationToken).ConfigureAwait(false);
            var bytes = await node.MetadataAsync(cancellationToken).ConfigureAwait(false);
            return new ChainClient(rpc, genesis, properties, bytes, Decode(bytes), options);
        }
        catch
        {
            await rpc.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The newest block's header, or the newest final one's, as the node says.</summary>
    public async Task<BlockHeader> HeadAsync(bool finalized, CancellationToken cancellationToken)
    {
        var hash = finalized ? await Node.FinalizedHeadAsync(cancellationToken).ConfigureAwait(false) : (Hash256?)null;
        return await Node.HeaderAsync(hash, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Every new head from now on, as the node says; after a lost connection some may be missing.</summary>
    public async IAsyncEnumerable<BlockHeader> WatchHeadsAsync(
        bool finalized, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var name = finalized ? "FinalizedHeads" : "NewHeads";
        var subscription = await Rpc.SubscribeAsync(
            $"chain_subscribe{name}", $"chain_unsubscribe{name}", [], new SubscriptionOptions { Resume = true }, cancellationToken)
            .ConfigureAwait(false);
        await using (subscription.ConfigureAwait(false))
        {
            await foreach (var head in subscription.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return NodeRpc.CheckedHeader(head, null, subscription.Subscribe);
            }
        }
    }

    /// <summary>What an account owns and its next nonce; zeros when there is no such account.</summary>
    public Task<AccountInfo> AccountAsync(AccountId account, CancellationToken cancellationToken) => ReadAsync(
        new StorageMap<AccountId, AccountInfo>(Metadata, "System", "Account", Scale.AccountId, AccountInfo.Codec), account, cancellationToken);

    /// <summary>A plain value of the chain's storage, or its default.</summary>
    /// <exception cref="ClientException">It is not stored and has no default.</exception>
    public async Task<T> ReadAsync<T>(StorageValue<T> value, CancellationToken cancellationToken)
    {
        var stored = await Node.StorageAsync(value.Key, null, cancellationToken).ConfigureAwait(false);
        return stored is null ? value.Default() : value.Decode(stored);
    }

    /// <summary>A map's entry, or the map's default.</summary>
    public async Task<TValue> ReadAsync<TKey, TValue>(StorageMap<TKey, TValue> map, TKey key, CancellationToken cancellationToken)
    {
        var stored = await Node.StorageAsync(map.Key(key), null, cancellationToken).ConfigureAwait(false);
        return stored is null ? map.Default() : map.Decode(stored);
    }

    /// <summary>A value of the chain's storage by names alone; null when nothing is stored.</summary>
    /// <param name="pallet">The pallet.</param>
    /// <param name="item">The value or map.</param>
    /// <param name="keys">The map's keys as text: numbers, addresses or <c>0x</c> bytes.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<ScaleValue?> ReadAsync(
        string pallet, string item, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var storage = Metadata.Storage(pallet, item);
        if (keys.Count != storage.KeyTypes.Length)
        {
            throw ClientErrors.BadArgument(
                $"{storage.FullName} cannot be read like this", $"it takes {storage.KeyTypes.Length} keys, not {keys.Count}");
        }

        var encoded = keys.Select((text, i) => DynamicCodec.Encode(
            _types.Value, storage.KeyTypes[i], ScaleText.Parse(_types.Value, storage.KeyTypes[i], $"key {i + 1}", text, AddressText.Resolve)));
        var stored = await Node.StorageAsync(storage.Key([.. encoded]), null, cancellationToken).ConfigureAwait(false);
        return stored is null ? null : DynamicCodec.Decode(_types.Value, storage.Entry.ValueType, stored);
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => Rpc.DisposeAsync();

    internal PortableRegistry Types => _types.Value;

    internal string AddressOf(AccountId account) => Ss58.Encode(account, Properties.Ss58Prefix);

    private static ChainMetadata Decode(byte[] bytes)
    {
        try
        {
            return ChainMetadata.Decode(bytes);
        }
        catch (MetadataException refused)
        {
            throw ClientErrors.MetadataUnusable(refused.Message, refused);
        }
    }

    private static async Task<ChainProperties> PropertiesAsync(NodeRpc node, CancellationToken cancellationToken)
    {
        var name = JsonRead.Text(await node.CallAsync("system_chain", [], cancellationToken).ConfigureAwait(false), "system_chain");
        var type = await node.CallAsync("system_chainType", [], cancellationToken).ConfigureAwait(false);
        var properties = await node.CallAsync("system_properties", [], cancellationToken).ConfigureAwait(false);
        return new ChainProperties(
            name,
            type.ValueKind == JsonValueKind.String ? type.GetString()! : type.GetRawText(),
            JsonRead.Optional(properties, "ss58Format") is { } prefix ? (ushort)JsonRead.Number(prefix, "system_properties") : Ss58.GenericPrefix,
            JsonRead.Optional(properties, "tokenSymbol") is { } symbol ? FirstText(symbol) : string.Empty,
            JsonRead.Optional(properties, "tokenDecimals") is { } decimals ? (byte)Math.Min(FirstNumber(decimals), 38) : (byte)0);

        // Chains with several tokens give lists, the own one first.
        static JsonElement First(JsonElement element) =>
            element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0 ? element[0] : element;

        static string FirstText(JsonElement element) => JsonRead.Text(First(element), "system_properties");

        static uint FirstNumber(JsonElement element) => JsonRead.Number(First(element), "system_properties");
    }
}
