namespace SubstraTee.JsonRpc;

/// <summary>Error codes of the protocol itself; a method family has its own beside them.</summary>
/// <remarks>-32700 to -32600: JSON-RPC 2.0, section 5.1. -32000 to -32099: those that Substrate nodes give (jsonrpsee).</remarks>
public static class RpcErrorCode
{
    /// <summary>The message is no JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The message is JSON but no request.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The method does not take these parameters.</summary>
    public const int InvalidParams = -32602;

    /// <summary>The server failed; its log says how.</summary>
    public const int InternalError = -32603;

    /// <summary>More subscriptions than a connection may have.</summary>
    public const int TooManySubscriptions = -32006;

    /// <summary>A message above the size limit.</summary>
    public const int OversizedRequest = -32007;

    /// <summary>An answer above the size limit.</summary>
    public const int OversizedResponse = -32008;

    /// <summary>The server cannot take more at the moment.</summary>
    public const int ServerBusy = -32009;

    /// <summary>More calls in one batch than allowed.</summary>
    public const int OversizedBatch = -32010;
}
