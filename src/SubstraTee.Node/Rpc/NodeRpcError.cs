using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary>Error answers with the codes and words of Substrate's nodes (<c>sc-rpc-api</c>, state and author errors).</summary>
internal static class NodeRpcError
{
    private const int BadFormat = 1001;
    private const int Verification = 1002;
    private const int InvalidTransaction = 1010;
    private const int UnknownValidity = 1011;
    private const int TemporarilyBanned = 1012;
    private const int AlreadyImported = 1013;
    private const int TooLowPriority = 1014;
    private const int ImmediatelyDropped = 1016;
    private const int NoTags = 1019;
    private const int BadBlockRange = 4001;
    private const int BadCount = 4002;
    private const int StateOther = 4003;
    private const int ProveFinality = 4;

    public static RpcException UnknownBlock(Hash256 hash) =>
        new(StateOther, $"Client error: UnknownBlock: Header was not found in the database: {hash}");

    public static RpcException StatePruned(StoredBlock block, uint oldest, uint newest) => new(
        StateOther,
        $"Client error: UnknownBlock: State already discarded for {block.Hash}",
        $"state pruned: block {block.Number} is too old, the states after blocks {oldest} to {newest} are kept");

    public static RpcException BlockRange(string why) => new(BadBlockRange, $"Cannot resolve a block range: {why}");

    public static RpcException Count(long value, int max) =>
        new(BadCount, $"count exceeds maximum value. value: {value}, max: {max}");

    public static RpcException CallFailed(string method, string why) =>
        new(StateOther, $"Client error: Execution failed: {method}: {why}");

    public static RpcException NotFinal(uint number, uint finalized) =>
        new(ProveFinality, "prove finality rpc failed: Block not yet finalized", $"block {number} is asked for, {finalized} is the last final one");

    public static RpcException NotDecodable(string why) => new(BadFormat, $"Extrinsic has invalid format: {why}");

    public static RpcException NotVerifiable(string why) => new(Verification, $"Verification Error: {why}", why);

    public static RpcException Invalid(TransactionValidityError error) => error.IsUnknown
        ? new RpcException(UnknownValidity, "Unknown Transaction Validity", error.ToString())
        : new RpcException(InvalidTransaction, "Invalid Transaction", error.ToString());

    public static RpcException Pool(PoolOutcome outcome, Hash256 hash) => outcome.Fault switch
    {
        PoolFault.Banned => new RpcException(TemporarilyBanned, "Transaction is temporarily banned"),
        PoolFault.AlreadyImported => new RpcException(AlreadyImported, "Transaction Already Imported", hash.ToString()),
        PoolFault.TooLowPriority => new RpcException(
            TooLowPriority,
            $"Priority is too low: ({outcome.OldPriority} vs {outcome.NewPriority})",
            "The transaction has too low priority to replace another transaction already in the pool."),
        PoolFault.ImmediatelyDropped => new RpcException(
            ImmediatelyDropped, "Immediately Dropped", "The transaction couldn't enter the pool because of the limit"),
        PoolFault.NoTags => new RpcException(
            NoTags, "No tags provided", "Transaction does not provide any tags, so the pool can't identify it"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
