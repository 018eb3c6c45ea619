using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Codec;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>The methods of a Substrate node that the client uses, as types.</summary>
internal sealed class NodeRpc(JsonRpcClient rpc)
{
    private static readonly byte[] GrandpaEngine = [.. "FRNK"u8];

    public Task<JsonElement> CallAsync(string method, IReadOnlyList<JsonNode?> parameters, CancellationToken cancellationToken) =>
        RpcAccess.RunAsync(method, () => rpc.CallAsync(method, parameters, cancellationToken));

    public async Task<Hash256?> BlockHashAsync(uint number, CancellationToken cancellationToken)
    {
        var hash = await CallAsync("chain_getBlockHash", [number], cancellationToken).ConfigureAwait(false);
        return hash.ValueKind == JsonValueKind.Null ? null : JsonRead.Hash(hash, "chain_getBlockHash");
    }

    public async Task<Hash256> FinalizedHeadAsync(CancellationToken cancellationToken) => JsonRead.Hash(
        await CallAsync("chain_getFinalizedHead", [], cancellationToken).ConfigureAwait(false), "chain_getFinalizedHead");

    /// <summary>The header of a block; its hash is checked when one is asked for.</summary>
    public async Task<BlockHeader> HeaderAsync(Hash256? block, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("chain_getHeader", [block?.ToString()], cancellationToken).ConfigureAwait(false);
        return answer.ValueKind == JsonValueKind.Null
            ? throw ClientErrors.BadAnswer("chain_getHeader", $"the node does not know block {block}")
            : CheckedHeader(answer, block, "chain_getHeader");
    }

    /// <summary>Headers of the numbers from <paramref name="first"/> on; nothing is said of whether they belong together.</summary>
    public async Task<List<BlockHeader>> HeadersAsync(uint first, uint count, CancellationToken cancellationToken)
    {
        var headers = new List<BlockHeader>((int)count);
        const uint AtATime = 256;
        for (var done = 0u; done < count; done += AtATime)
        {
            var part = Math.Min(AtATime, count - done);
            var start = first + done;
            var hashes = await BatchAsync(
                [.. Enumerable.Range(0, (int)part).Select(i => new JsonRpcRequest("chain_getBlockHash", [start + (uint)i]))],
                cancellationToken).ConfigureAwait(false);
            var found = await BatchAsync(
                [.. hashes.Select(hash => new JsonRpcRequest("chain_getHeader", [JsonRead.Text(hash, "chain_getBlockHash")]))],
                cancellationToken).ConfigureAwait(false);
            headers.AddRange(found.Select(header => CheckedHeader(header, null, "chain_getHeader")));
        }

        return headers;
    }

    /// <summary>A block's header and GRANDPA justification, if the node has one.</summary>
    public async Task<(BlockHeader Header, byte[]? Justification)> JustifiedAsync(Hash256 block, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("chain_getBlock", [block.ToString()], cancellationToken).ConfigureAwait(false);
        var header = CheckedHeader(
            JsonRead.Member(JsonRead.Member(answer, "block", "chain_getBlock"), "header", "chain_getBlock"), block, "chain_getBlock");
        return (header, JsonRead.Optional(answer, "justifications") is { } all ? Grandpa(all) : null);
    }

    /// <summary>The last block that the voters of a block's set have made final, and its justification; nothing of it is verified.</summary>
    public async Task<(Hash256 Block, byte[] Justification)> ProveFinalityAsync(uint number, CancellationToken cancellationToken)
    {
        const string Method = "grandpa_proveFinality";
        var answer = await CallAsync(Method, [number], cancellationToken).ConfigureAwait(false);
        var proof = JsonRead.OptionalBytes(answer, Method) ?? throw ClientErrors.BadAnswer(Method, $"the node proves nothing of block {number}");
        // sc_consensus_grandpa::FinalityProof; the headers that follow are fetched where they are needed.
        var reader = new ScaleReader(proof);
        try
        {
            return (Scale.Hash256.Read(ref reader), Scale.Bytes.Read(ref reader));
        }
        catch (ScaleException fault)
        {
            throw ClientErrors.BadAnswer(Method, $"the proof does not decode: {fault.Message}");
        }
    }

    public async Task<byte[]?> StorageAsync(StorageKey key, Hash256? at, CancellationToken cancellationToken) => JsonRead.OptionalBytes(
        await CallAsync("state_getStorage", [key.ToString(), at?.ToString()], cancellationToken).ConfigureAwait(false), "state_getStorage");

    public async Task<List<StorageKey>> KeysAsync(StorageKey prefix, int max, Hash256? at, CancellationToken cancellationToken)
    {
        const int PageSize = 256;
        var keys = new List<StorageKey>();
        while (keys.Count < max)
        {
            var last = keys.Count == 0 ? null : keys[^1].ToString();
            var page = await CallAsync(
                "state_getKeysPaged", [prefix.ToString(), PageSize, last, at?.ToString()], cancellationToken).ConfigureAwait(false);
            var found = JsonRead.BytesList(page, "state_getKeysPaged");
            keys.AddRange(found.Select(key => new StorageKey(key)));
            if (found.Count < PageSize)
            {
                return keys;
            }
        }

        throw ClientErrors.BadAnswer("state_getKeysPaged", $"more than {max} keys");
    }

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> ReadProofAsync(
        IReadOnlyList<StorageKey> keys, Hash256 at, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "state_getReadProof",
            [new JsonArray([.. keys.Select(key => (JsonNode)key.ToString())]), at.ToString()],
            cancellationToken).ConfigureAwait(false);
        var nodes = JsonRead.BytesList(JsonRead.Member(answer, "proof", "state_getReadProof"), "state_getReadProof");
        return [.. nodes.Select(node => (ReadOnlyMemory<byte>)node)];
    }

    public async Task<byte[]> RuntimeCallAsync(string name, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken) => JsonRead.Bytes(
        await CallAsync("state_call", [name, Hex.Encode(arguments.Span)], cancellationToken).ConfigureAwait(false), name);

    /// <summary>Metadata V15 when the runtime has it, else V14.</summary>
    public async Task<byte[]> MetadataAsync(CancellationToken cancellationToken)
    {
        byte[] answer;
        try
        {
            answer = await RuntimeCallAsync("Metadata_metadata_at_version", Scale.U32.Encode(15), cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException refused) when (refused.InnerException is JsonRpcException)
        {
            answer = [];
        }

        if (Scale.OptionRef(Scale.Bytes).TryDecode(answer, out var found, out _) && found is { } metadata)
        {
            return metadata;
        }

        return JsonRead.Bytes(await CallAsync("state_getMetadata", [], cancellationToken).ConfigureAwait(false), "state_getMetadata");
    }

    public async Task<uint> NextNonceAsync(string address, CancellationToken cancellationToken) => JsonRead.Number(
        await CallAsync("system_accountNextIndex", [address], cancellationToken).ConfigureAwait(false), "system_accountNextIndex");

    public static byte[]? Grandpa(JsonElement justifications)
    {
        if (justifications.ValueKind != JsonValueKind.Array)
        {
            throw ClientErrors.BadAnswer("chain_getBlock", "justifications are no list");
        }

        foreach (var one in justifications.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.Array && one.GetArrayLength() == 2
                && Flexible(one[0]).AsSpan().SequenceEqual(GrandpaEngine))
            {
                return Flexible(one[1]);
            }
        }

        return null;
    }

    public static BlockHeader CheckedHeader(JsonElement json, Hash256? expected, string method)
    {
        var logs = JsonRead.BytesList(JsonRead.Member(JsonRead.Member(json, "digest", method), "logs", method), method);
        var digest = ImmutableArray.CreateBuilder<DigestItem>(logs.Count);
        foreach (var log in logs)
        {
            digest.Add(DigestItem.Codec.TryDecode(log, out var item, out var fault)
                ? item
                : throw ClientErrors.BadAnswer(method, $"a digest item does not decode: {fault}"));
        }

        var header = new BlockHeader(
            JsonRead.Hash(JsonRead.Member(json, "parentHash", method), method),
            JsonRead.Number(JsonRead.Member(json, "number", method), method),
            JsonRead.Hash(JsonRead.Member(json, "stateRoot", method), method),
            JsonRead.Hash(JsonRead.Member(json, "extrinsicsRoot", method), method),
            digest.MoveToImmutable());
        return expected is null || header.Hash() == expected
            ? header
            : throw ClientErrors.BadAnswer(method, $"the header of {expected} has the hash {header.Hash()}");
    }

    private Task<IReadOnlyList<JsonElement>> BatchAsync(IReadOnlyList<JsonRpcRequest> requests, CancellationToken cancellationToken) =>
        RpcAccess.RunAsync<IReadOnlyList<JsonElement>>(
            requests[0].Method,
            async () => [.. (await rpc.BatchAsync(requests, cancellationToken).ConfigureAwait(false)).Select(reply => reply.GetResult())]);

    // Substrate writes these bytes as lists of numbers, other nodes in hexadecimal.
    private static byte[] Flexible(JsonElement bytes)
    {
        if (bytes.ValueKind != JsonValueKind.Array)
        {
            return JsonRead.Bytes(bytes, "chain_getBlock");
        }

        var read = new byte[bytes.GetArrayLength()];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = bytes[i].ValueKind == JsonValueKind.Number && bytes[i].TryGetByte(out var one)
                ? one
                : throw ClientErrors.BadAnswer("chain_getBlock", "a justification is no list of bytes");
        }

        return read;
    }
}
