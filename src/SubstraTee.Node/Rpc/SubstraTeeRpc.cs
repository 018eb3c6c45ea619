using SubstraTee.JsonRpc;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary><c>substratee_*</c>: what workers ask, in as few messages as can be.</summary>
internal sealed class SubstraTeeRpc(ChainQueries queries)
{
    private const int MaxBlocks = 256;
    private const int MaxKeys = 64;
    private const int MaxKeyBytes = 4096;

    /// <summary>
    /// A bundle ends with the block that makes it longer than this: a thousand requests or two, whose handling outweighs
    /// what a bundle costs by itself. Longer ones would only hold more memory, here and in the worker.
    /// </summary>
    private const long MaxBytes = 1 << 20;

    public void AddTo(RpcMethodTable methods) =>
        methods.AddHeavy("substratee_blockBundle", NodeJson.Default.BundleJson, BlockBundle);

    /// <summary>Final blocks from a number on, with what a light client needs to believe them.</summary>
    /// <remarks>
    /// Parameters: first block, most blocks (256 at most), keys to prove in the state after each block (optional). The
    /// justification is that of the last block in the bundle. A bundle ends early at the last block of an authority set,
    /// since only that set can prove it final.
    /// </remarks>
    private BundleJson BlockBundle(RpcCall call)
    {
        var first = call.Params.UInt32(0, "fromNumber");
        var count = Math.Min(call.Params.UInt32(1, "maxBlocks"), MaxBlocks);
        var keys = call.Params.OptionalBytesList(2, "keys", MaxKeys, MaxKeyBytes) ?? [];
        var finalized = queries.Chain.Finalized;
        var blocks = new List<BundledBlockJson>();
        StoredBlock? last = null;
        var bytes = 0L;
        for (var number = first; blocks.Count < count && number <= finalized.Number && bytes < MaxBytes; number++)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            var block = queries.Chain.Block(number)!;
            if (last is not null && block.AuthoritySetId != last.AuthoritySetId)
            {
                break;
            }

            var bundled = Bundle(block, keys);
            bytes += bundled.Extrinsics.Sum(one => (long)one.Bytes.Length) + bundled.Proof.Sum(node => (long)node.Bytes.Length);
            blocks.Add(bundled);
            last = block;
        }

        return new BundleJson(
            finalized.Number, blocks, last?.Justification is { } justification ? new HexBytes(justification) : null);
    }

    private BundledBlockJson Bundle(StoredBlock block, byte[][] keys)
    {
        var proof = keys.Length == 0
            ? []
            : ReadProof.Create(queries.StateAfter(block), keys, ChainRuntime.StateVersion);
        return new BundledBlockJson(
            block.Number,
            block.Hash.ToString(),
            new HexBytes(BlockHeader.Codec.Encode(block.Header)),
            [.. block.Body.Select(one => new HexBytes(one))],
            [.. proof.Select(node => new HexBytes(node))]);
    }
}
