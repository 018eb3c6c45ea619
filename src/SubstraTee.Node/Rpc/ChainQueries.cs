using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>What the method families ask of the chain, with their errors.</summary>
internal sealed class ChainQueries(Blockchain chain, ChainRuntime runtime)
{
    public Blockchain Chain => chain;

    public ChainRuntime Runtime => runtime;

    /// <summary>The block with a hash, or the newest.</summary>
    public StoredBlock Block(Hash256? hash) =>
        hash is not { } asked ? chain.Best : chain.Block(asked) ?? throw NodeRpcError.UnknownBlock(asked);

    /// <summary>The state after a block, for the caller's own use.</summary>
    public StateTrie StateAfter(StoredBlock block) =>
        chain.StateAfter(block) ?? throw NodeRpcError.StatePruned(block, chain.OldestState(), chain.Best.Number);

    /// <summary>The block that a call's parameter names, or the newest, and the state after it.</summary>
    public (StoredBlock Block, StateTrie State) At(RpcCall call, int index, string name = "hash")
    {
        var block = Block(call.Params.OptionalHash(index, name));
        return (block, StateAfter(block));
    }

    /// <summary>Asks a runtime API.</summary>
    public byte[] CallApi(StoredBlock block, StateTrie state, string method, ReadOnlyMemory<byte> arguments)
    {
        var answer = runtime.CallApi(state, block.Header, method, arguments);
        return answer.IsOk ? answer.Value! : throw NodeRpcError.CallFailed(method, answer.Error switch
        {
            RuntimeCallFault.UnknownMethod => "Exported method is not found",
            RuntimeCallFault.BadArguments => "the arguments do not decode",
            _ => "the method cannot be called from outside",
        });
    }

    public static string Quantity(uint number) => $"0x{number:x}";

    public static HeaderJson Header(BlockHeader header) => new(
        header.ParentHash.ToString(),
        Quantity(header.Number),
        header.StateRoot.ToString(),
        header.ExtrinsicsRoot.ToString(),
        new DigestJson([.. header.Digest.Select(item => Hex.Encode(DigestItem.Codec.Encode(item)))]));

    public static string[] Hexes(IEnumerable<ReadOnlyMemory<byte>> items) => [.. items.Select(item => Hex.Encode(item.Span))];
}
