using System.Text.Json;

namespace SubstraTee.JsonRpc.Client;

/// <summary>A call that waits for its answer.</summary>
/// <param name="method">What messages call it.</param>
/// <param name="onResult">Told of the result in the receiving loop, before whoever waits.</param>
/// <param name="read">Reads the result in the receiving loop, where it lies; the answer is then empty.</param>
internal sealed class PendingCall(string method, Action<JsonElement>? onResult, PendingCall.ReadResult? read = null)
{
    /// <summary>Reads a result.</summary>
    public delegate void ReadResult(ReadOnlySpan<byte> utf8Json);

    private readonly TaskCompletionSource<JsonElement> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<JsonElement> Answer => _answer.Task;

    public void Fail(Exception why) => _answer.TrySetException(why);

    public void Complete(JsonElement message)
    {
        if (message.TryGetProperty("error"u8, out var error) && error.ValueKind == JsonValueKind.Object)
        {
            _answer.TrySetException(ReadError(error));
        }
        else if (message.TryGetProperty("result"u8, out var result))
        {
            onResult?.Invoke(result);
            _answer.TrySetResult(result.Clone());
        }
        else
        {
            _answer.TrySetException(new JsonRpcException(method, 0, "the answer has neither a result nor an error", null));
        }
    }

    /// <summary>Whether <see cref="Read"/> takes the result.</summary>
    public bool Reads => read is not null;

    /// <summary>Reads the result where it lies.</summary>
    public void Read(ReadOnlySpan<byte> result)
    {
        try
        {
            read!(result);
            _answer.TrySetResult(default);
        }
#pragma warning disable CA1031 // What the reader cannot read is its caller's to handle; the connection goes on.
        catch (Exception unreadable)
#pragma warning restore CA1031
        {
            _answer.TrySetException(unreadable);
        }
    }

    public async Task<JsonRpcReply> ReplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new JsonRpcReply(await Answer.WaitAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (JsonRpcException refused)
        {
            return new JsonRpcReply(default, refused);
        }
    }

    private JsonRpcException ReadError(JsonElement error)
    {
        var code = error.TryGetProperty("code"u8, out var number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out var value) ? value : 0;
        var text = error.TryGetProperty("message"u8, out var message) && message.ValueKind == JsonValueKind.String
            ? message.GetString()!
            : "an error without a message";
        return new JsonRpcException(method, code, text, error.TryGetProperty("data"u8, out var data) ? data.Clone() : null);
    }
}
