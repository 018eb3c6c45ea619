using System.Text.Json;

namespace SubstraTee.JsonRpc.Client;

/// <summary>What became of one call of a batch: a result or an error.</summary>
/// <param name="Result">The result, when there is no error.</param>
/// <param name="Error">The error, or null.</param>
public readonly record struct JsonRpcReply(JsonElement Result, JsonRpcException? Error)
{
    /// <summary>The result.</summary>
    /// <exception cref="JsonRpcException">The server answered with an error.</exception>
    public JsonElement GetResult() => Error is null ? Result : throw Error;
}
