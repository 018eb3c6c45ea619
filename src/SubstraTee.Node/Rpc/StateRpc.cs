using SubstraTee.Crypto;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary><c>state_*</c>: storage, its keys, proofs, runtime calls, metadata.</summary>
internal sealed class StateRpc(ChainQueries queries, BlockFeed feed)
{
    private const int MaxKeyBytes = 4096;
    private const int MaxKeys = 4096;
    private const int MaxPage = 1000;
    private const int MaxPairs = 4096;
    private const int MaxCallBytes = 8 << 20;
    private const int MaxQueriedBlocks = 1024;

    public void AddTo(RpcMethodTable methods)
    {
        methods.Add("state_getStorage", NodeJson.Default.String, call => Value(call) is { } value ? Hex.Encode(value.Span) : null!);
        methods.Add("state_getStorageHash", NodeJson.Default.String, call => Value(call) is { } value ? Blake2b.Hash256(value.Span).ToString() : null!);
        methods.AddHeavy("state_getStorageSize", NodeJson.Default.NullableUInt64, Size);
        methods.AddHeavy("state_getKeys", NodeJson.Default.IReadOnlyListString, call => Keys(call, 1, MaxPairs, null));
        methods.AddHeavy("state_getKeysPaged", NodeJson.Default.IReadOnlyListString, GetKeysPaged);
        methods.AddHeavy("state_getPairs", NodeJson.Default.IReadOnlyListStringArray, GetPairs);
        methods.AddHeavy("state_queryStorageAt", NodeJson.Default.IReadOnlyListStorageChangesJson, QueryStorageAt);
        methods.AddHeavy("state_queryStorage", NodeJson.Default.IReadOnlyListStorageChangesJson, QueryStorage);
        methods.AddHeavy("state_getReadProof", NodeJson.Default.ReadProofJson, GetReadProof);
        methods.AddHeavy("state_call", NodeJson.Default.String, Call);
        methods.AddHeavy("state_getMetadata", NodeJson.Default.String, GetMetadata);
        methods.Add("state_getRuntimeVersion", NodeJson.Default.RuntimeVersionJson, GetRuntimeVersion);
        methods.AddSubscription("state_subscribeStorage", "state_storage", "state_unsubscribeStorage", SubscribeStorage);
        methods.AddSubscription(
            "state_subscribeRuntimeVersion", "state_runtimeVersion", "state_unsubscribeRuntimeVersion", _ => SubscribeRuntimeVersion);

        methods.AddAlias("state_getStorageAt", "state_getStorage");
        methods.AddAlias("state_getStorageHashAt", "state_getStorageHash");
        methods.AddAlias("state_getStorageSizeAt", "state_getStorageSize");
        methods.AddAlias("state_getKeysPagedAt", "state_getKeysPaged");
        methods.AddAlias("state_callAt", "state_call");
        methods.AddAlias("chain_getRuntimeVersion", "state_getRuntimeVersion");
        methods.AddAlias("chain_subscribeRuntimeVersion", "state_subscribeRuntimeVersion");
        methods.AddAlias("chain_unsubscribeRuntimeVersion", "state_unsubscribeRuntimeVersion");
    }

    public static RuntimeVersionJson VersionOf(RuntimeVersion version) => new(
        version.SpecName,
        version.ImplName,
        version.AuthoringVersion,
        version.SpecVersion,
        version.ImplVersion,
        [.. version.Apis.Select(api => new ApiJson(api.IdHex, api.Version))],
        version.TransactionVersion,
        version.SystemVersion,
        version.SystemVersion);

    private static string?[] Change(ReadOnlySpan<byte> key, StateTrie state) =>
        [Hex.Encode(key), state.TryGet(key, out var value) ? Hex.Encode(value.Span) : null];

    private ReadOnlyMemory<byte>? Value(RpcCall call)
    {
        var key = call.Params.Bytes(0, "key", MaxKeyBytes);
        // Spelled out, since a bare null would turn into an empty memory and an absent value into "0x".
        return queries.At(call, 1).State.TryGet(key, out var value) ? value : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>The size of a value, or of all values whose keys begin so.</summary>
    private ulong? Size(RpcCall call)
    {
        var key = call.Params.Bytes(0, "key", MaxKeyBytes);
        var (_, state) = queries.At(call, 1);
        if (state.TryGet(key, out var value))
        {
            return (ulong)value.Length;
        }

        var sum = state.Entries(key).Aggregate(0ul, (total, entry) => total + (ulong)entry.Value.Length);
        return sum == 0 ? null : sum;
    }

    private IReadOnlyList<string> GetKeysPaged(RpcCall call)
    {
        var count = call.Params.UInt32(1, "count");
        return count <= MaxPage
            ? Keys(call, 3, (int)count, call.Params.OptionalBytes(2, "start_key", MaxKeyBytes))
            : throw NodeRpcError.Count(count, MaxPage);
    }

    private IReadOnlyList<string> Keys(RpcCall call, int hashIndex, int count, byte[]? startAfter)
    {
        var prefix = call.Params.OptionalBytes(0, "prefix", MaxKeyBytes) ?? [];
        var (_, state) = queries.At(call, hashIndex);
        return [.. state.Keys(prefix, startAfter is { Length: > 0 } ? startAfter : null).Take(count).Select(key => Hex.Encode(key))];
    }

    private IReadOnlyList<string[]> GetPairs(RpcCall call)
    {
        var prefix = call.Params.OptionalBytes(0, "prefix", MaxKeyBytes) ?? [];
        var (_, state) = queries.At(call, 1);
        var pairs = state.Entries(prefix).Take(MaxPairs + 1)
            .Select(entry => new[] { Hex.Encode(entry.Key), Hex.Encode(entry.Value.Span) }).ToList();
        return pairs.Count <= MaxPairs ? pairs : throw NodeRpcError.Count(pairs.Count, MaxPairs);
    }

    private IReadOnlyList<StorageChangesJson> QueryStorageAt(RpcCall call)
    {
        var keys = call.Params.BytesList(0, "keys", MaxKeys, MaxKeyBytes);
        var (block, state) = queries.At(call, 1, "at");
        return [new StorageChangesJson(block.Hash.ToString(), [.. keys.Select(key => Change(key, state))])];
    }

    private IReadOnlyList<StorageChangesJson> QueryStorage(RpcCall call)
    {
        var keys = call.Params.BytesList(0, "keys", MaxKeys, MaxKeyBytes);
        var from = queries.Block(call.Params.Hash(1, "from_block"));
        var to = queries.Block(call.Params.OptionalHash(2, "to_block"));
        if (from.Number > to.Number || to.Number - from.Number >= MaxQueriedBlocks)
        {
            throw NodeRpcError.BlockRange($"blocks {from.Number} to {to.Number}: the first must come first, and at most {MaxQueriedBlocks} are read at once");
        }

        var answer = new List<StorageChangesJson>();
        var last = new Dictionary<int, string?>();
        for (var number = from.Number; number <= to.Number; number++)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            var block = queries.Chain.Block(number)!;
            var state = queries.StateAfter(block);
            var changes = new List<string?[]>();
            for (var i = 0; i < keys.Length; i++)
            {
                var change = Change(keys[i], state);
                if (!last.TryGetValue(i, out var known) || known != change[1])
                {
                    last[i] = change[1];
                    changes.Add(change);
                }
            }

            if (changes.Count > 0)
            {
                answer.Add(new StorageChangesJson(block.Hash.ToString(), changes));
            }
        }

        return answer;
    }

    private ReadProofJson GetReadProof(RpcCall call)
    {
        var keys = call.Params.BytesList(0, "keys", MaxKeys, MaxKeyBytes);
        var (block, state) = queries.At(call, 1);
        var proof = ReadProof.Create(state, keys, ChainRuntime.StateVersion);
        return new ReadProofJson(block.Hash.ToString(), [.. proof.Select(node => Hex.Encode(node))]);
    }

    private string Call(RpcCall call)
    {
        var name = call.Params.String(0, "name");
        var arguments = call.Params.OptionalBytes(1, "bytes", MaxCallBytes) ?? [];
        var (block, state) = queries.At(call, 2);
        return Hex.Encode(queries.CallApi(block, state, name, arguments));
    }

    private string GetMetadata(RpcCall call)
    {
        queries.Block(call.Params.OptionalHash(0, "hash"));
        return Hex.Encode(queries.Runtime.Metadata(14)!.Value.Span);
    }

    private RuntimeVersionJson GetRuntimeVersion(RpcCall call)
    {
        queries.Block(call.Params.OptionalHash(0, "hash"));
        return VersionOf(queries.Runtime.Version);
    }

    private Action<RpcSubscription> SubscribeStorage(RpcCall call)
    {
        var keys = call.Params.OptionalBytesList(0, "keys", MaxKeys, MaxKeyBytes);
        var wanted = keys?.ToHashSet(BytesComparer.Instance);
        return subscription => subscription.OnEnded(feed.Subscribe(
            best =>
            {
                if (keys is not null)
                {
                    var state = queries.StateAfter(best);
                    Send(subscription, best, [.. keys.Select(key => Change(key, state))]);
                }
            },
            imported =>
            {
                var changes = imported.Changes
                    .Where(change => wanted?.Contains(change.Key) ?? true)
                    .Select(change => new[] { Hex.Encode(change.Key), change.After is { } after ? Hex.Encode(after) : null })
                    .ToList();
                if (changes.Count > 0)
                {
                    Send(subscription, imported.Block, changes);
                }
            }));

        static void Send(RpcSubscription subscription, StoredBlock block, IReadOnlyList<string?[]> changes) =>
            subscription.Notify(new StorageChangesJson(block.Hash.ToString(), changes), NodeJson.Default.StorageChangesJson);
    }

    // The runtime is part of the program, so that the first message is the only one.
    private void SubscribeRuntimeVersion(RpcSubscription subscription) =>
        subscription.Notify(VersionOf(queries.Runtime.Version), NodeJson.Default.RuntimeVersionJson);
}
