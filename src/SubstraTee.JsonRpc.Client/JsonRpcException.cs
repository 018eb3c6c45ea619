using System.Text.Json;

namespace SubstraTee.JsonRpc.Client;

/// <summary>The server answered a call with an error.</summary>
public sealed class JsonRpcException : Exception
{
    private const int MaxShownData = 512;

    /// <summary>An error as the server sent it.</summary>
    /// <param name="method">The method that was called.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">The error's message.</param>
    /// <param name="data">What the server added, or null.</param>
    public JsonRpcException(string method, int code, string message, JsonElement? data)
        : base(Describe(method, code, message, data))
    {
        Method = method;
        Code = code;
        ServerMessage = message;
        ErrorData = data;
    }

    /// <summary>The method that was called.</summary>
    public string Method { get; }

    /// <summary>The error's code; those from -32768 to -32000 are the protocol's own.</summary>
    public int Code { get; }

    /// <summary>The error's message without anything added.</summary>
    public string ServerMessage { get; }

    /// <summary>What the server added to the error, or null.</summary>
    public JsonElement? ErrorData { get; }

    private static string Describe(string method, int code, string message, JsonElement? data)
    {
        var text = data switch
        {
            null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => string.Empty,
            { ValueKind: JsonValueKind.String } said => said.GetString()!,
            { } other => other.GetRawText(),
        };
        var shown = text.Length > MaxShownData ? string.Concat(text.AsSpan(0, MaxShownData), "…") : text;
        return shown.Length == 0 ? $"{method}: {message} ({code})" : $"{method}: {message}: {shown} ({code})";
    }
}
