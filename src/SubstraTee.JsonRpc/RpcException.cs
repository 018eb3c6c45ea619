namespace SubstraTee.JsonRpc;

/// <summary>A call's error answer: code, message, and what more there is to say.</summary>
public sealed class RpcException : Exception
{
    /// <summary>An error answer.</summary>
    public RpcException(int code, string message, string? details = null)
        : base(message)
    {
        Code = code;
        Details = details;
    }

    /// <summary>The number that clients match on.</summary>
    public int Code { get; }

    /// <summary>The answer's <c>data</c>, if any.</summary>
    public string? Details { get; }

    /// <summary>The answer to parameters that a method does not take.</summary>
    public static RpcException InvalidParams(string details) => new(RpcErrorCode.InvalidParams, "Invalid params", details);
}
