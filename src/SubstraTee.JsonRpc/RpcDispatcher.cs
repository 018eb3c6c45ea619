using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SubstraTee.JsonRpc;

/// <summary>Turns a client's message into calls and their answers into one message (JSON-RPC 2.0).</summary>
internal sealed class RpcDispatcher(RpcMethodTable methods, RpcLimits limits, ILogger logger)
{
    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 64 };

    /// <summary>Answers one message. The task is complete on return when all of its methods answer at once.</summary>
    public async ValueTask<RpcReply> HandleAsync(
        ReadOnlyMemory<byte> message, RpcConnection? connection, CancellationToken cancellationToken)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(message, Parsing);
        }
        catch (JsonException)
        {
            return Only(RpcMessage.Error(default, RpcErrorCode.ParseError, "Parse error"));
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? await HandleBatchAsync(document.RootElement, connection, cancellationToken).ConfigureAwait(false)
                : await HandleOneAsync(document.RootElement, connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private static RpcReply Only(byte[] bytes) => new(bytes, []);

    private static byte[] InvalidRequest() => RpcMessage.Error(default, RpcErrorCode.InvalidRequest, "Invalid request");

    private async ValueTask<RpcReply> HandleBatchAsync(
        JsonElement batch, RpcConnection? connection, CancellationToken cancellationToken)
    {
        var count = batch.GetArrayLength();
        if (count == 0)
        {
            return Only(InvalidRequest());
        }

        if (count > limits.MaxBatchCalls)
        {
            return Only(RpcMessage.Error(
                default, RpcErrorCode.OversizedBatch, "The batch request was too large", $"Exceeded max limit of {limits.MaxBatchCalls}"));
        }

        // All are begun before the first is waited for: a batch of slow calls takes as long as the slowest.
        var begun = new Task<RpcReply>[count];
        for (var i = 0; i < count; i++)
        {
            begun[i] = HandleOneAsync(batch[i], connection, cancellationToken).AsTask();
        }

        var answers = new List<byte[]>(count);
        var afterSend = new List<Action>();
        var size = 2L;
        foreach (var call in begun)
        {
            var reply = await call.ConfigureAwait(false);
            afterSend.AddRange(reply.AfterSend);
            if (reply.Bytes is { } bytes)
            {
                size += bytes.Length + 1;
                answers.Add(size <= limits.MaxResponseBytes ? bytes : []);
            }
        }

        return size > limits.MaxResponseBytes ? new RpcReply(Oversized(default), afterSend)
            : answers.Count == 0 ? RpcReply.None
            : new RpcReply(RpcMessage.Batch(answers), afterSend);
    }

    private async ValueTask<RpcReply> HandleOneAsync(
        JsonElement request, RpcConnection? connection, CancellationToken cancellationToken)
    {
        if (!TryReadRequest(request, out var name, out var id, out var parameters))
        {
            return Only(InvalidRequest());
        }

        var isNotification = id.ValueKind == JsonValueKind.Undefined;
        var call = new RpcCall(name, new RpcParams(parameters), connection, cancellationToken);
        var answer = await AnswerAsync(call, id).ConfigureAwait(false);
        return isNotification ? new RpcReply(null, call.AfterResponse) : new RpcReply(answer, call.AfterResponse);
    }

    private async ValueTask<byte[]> AnswerAsync(RpcCall call, JsonElement id)
    {
        try
        {
            if (methods.Find(call.Method) is not { } method)
            {
                return RpcMessage.Error(id, RpcErrorCode.MethodNotFound, "Method not found");
            }

            var result = RpcMessage.Result(id, await method(call).ConfigureAwait(false));
            return result.Length <= limits.MaxResponseBytes ? result : Oversized(id);
        }
        catch (RpcException error)
        {
            return RpcMessage.Error(id, error.Code, error.Message, error.Details);
        }
        catch (OperationCanceledException)
        {
            return RpcMessage.Error(id, RpcErrorCode.ServerBusy, "Server is stopping");
        }
#pragma warning disable CA1031 // Whatever a method throws must not end the connection of a client that did nothing wrong.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RpcLog.MethodFailed(logger, call.Method, exception);
            return RpcMessage.Error(id, RpcErrorCode.InternalError, "Internal error");
        }
    }

    private byte[] Oversized(JsonElement id) => RpcMessage.Error(
        id, RpcErrorCode.OversizedResponse, "Response is too big", $"Exceeded max limit of {limits.MaxResponseBytes}");

    private static bool TryReadRequest(JsonElement request, out string name, out JsonElement id, out JsonElement parameters)
    {
        name = "";
        id = default;
        parameters = default;
        if (request.ValueKind != JsonValueKind.Object
            || !request.TryGetProperty("jsonrpc"u8, out var version)
            || version.ValueKind != JsonValueKind.String
            || !version.ValueEquals("2.0"u8)
            || !request.TryGetProperty("method"u8, out var method)
            || method.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        name = method.GetString()!;
        if (request.TryGetProperty("id"u8, out id)
            && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
        {
            return false;
        }

        return !request.TryGetProperty("params"u8, out parameters)
            || parameters.ValueKind is JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null;
    }
}
