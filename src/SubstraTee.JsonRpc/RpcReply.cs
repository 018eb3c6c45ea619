namespace SubstraTee.JsonRpc;

/// <summary>The answer to one message, and what runs once it is queued. No bytes: nothing is to be answered.</summary>
internal readonly record struct RpcReply(byte[]? Bytes, IReadOnlyList<Action> AfterSend)
{
    public static RpcReply None => new(null, []);
}
