using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SubstraTee.JsonRpc.Client;

/// <summary>One connection, from the handshake to its end: sends calls, gives answers to whom they belong.</summary>
internal sealed class RpcLink : IDisposable
{
    private readonly Uri _endpoint;
    private readonly JsonRpcClientOptions _options;
    private readonly ClientWebSocket _socket;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<long, PendingCall> _pending = new();
    private readonly ConcurrentDictionary<string, JsonRpcSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private volatile ConnectionException? _end;
    private long _lastId;

    private RpcLink(Uri endpoint, JsonRpcClientOptions options, ClientWebSocket socket)
    {
        _endpoint = endpoint;
        _options = options;
        _socket = socket;
        _closed = _closing.Token;
    }

    public static async Task<RpcLink> ConnectAsync(Uri endpoint, JsonRpcClientOptions options, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(20);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        using var limit = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(endpoint, either.Token).ConfigureAwait(false);
            return new RpcLink(endpoint, options, socket);
        }
        catch (Exception refused) when (refused is WebSocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            var why = refused is WebSocketException
                ? $"no connection: {Innermost(refused).Message}"
                : $"no connection within {options.ConnectTimeout.TotalSeconds:0.#} s";
            throw new ConnectionException(endpoint, why, refused);
        }
    }

    /// <summary>Receives until the connection ends; afterwards every pending call has failed with the reason returned.</summary>
    public async Task<ConnectionException> RunAsync()
    {
        ConnectionException end;
        try
        {
            end = await ReceiveAsync(_closed).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or JsonException)
        {
            end = lost switch
            {
                OperationCanceledException => new ConnectionException(_endpoint, "the client was closed", lost),
                JsonException => new ConnectionException(_endpoint, "the server sent something that is no JSON", lost),
                _ => new ConnectionException(_endpoint, $"connection lost: {Innermost(lost).Message}", lost),
            };
        }

        _end = end;
        _socket.Abort();
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var call))
            {
                call.Fail(end);
            }
        }

        return end;
    }

    public Task<JsonElement> CallAsync(
        string method, IReadOnlyList<JsonNode?> parameters, Action<JsonElement>? onResult, CancellationToken cancellationToken) =>
        CallAsync(new PendingCall(method, onResult), method, parameters, cancellationToken);

    public Task ReadAsync(
        string method, IReadOnlyList<JsonNode?> parameters, PendingCall.ReadResult read, CancellationToken cancellationToken) =>
        CallAsync(new PendingCall(method, null, read), method, parameters, cancellationToken);

    private async Task<JsonElement> CallAsync(
        PendingCall call, string method, IReadOnlyList<JsonNode?> parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        _pending[id] = call;
        try
        {
            await SendAsync(writer => WriteCall(writer, id, method, parameters), cancellationToken).ConfigureAwait(false);
            return await call.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public async Task<JsonRpcReply[]> BatchAsync(IReadOnlyList<JsonRpcRequest> requests, CancellationToken cancellationToken)
    {
        var last = Interlocked.Add(ref _lastId, requests.Count);
        var first = last - requests.Count + 1;
        var calls = new PendingCall[requests.Count];
        for (var i = 0; i < calls.Length; i++)
        {
            _pending[first + i] = calls[i] = new PendingCall(requests[i].Method, null);
        }

        try
        {
            await SendAsync(
                writer =>
                {
                    writer.WriteStartArray();
                    for (var i = 0; i < requests.Count; i++)
                    {
                        WriteCall(writer, first + i, requests[i].Method, requests[i].Parameters);
                    }

                    writer.WriteEndArray();
                },
                cancellationToken).ConfigureAwait(false);
            var replies = new JsonRpcReply[calls.Length];
            for (var i = 0; i < calls.Length; i++)
            {
                replies[i] = await calls[i].ReplyAsync(cancellationToken).ConfigureAwait(false);
            }

            return replies;
        }
        finally
        {
            for (var i = 0; i < calls.Length; i++)
            {
                _pending.TryRemove(first + i, out _);
            }
        }
    }

    public Task SubscribeAsync(JsonRpcSubscription subscription, CancellationToken cancellationToken) => CallAsync(
        subscription.Subscribe,
        subscription.Parameters,
        result =>
        {
            // In the receiving loop, so that the messages right behind the answer find their subscription.
            var id = result.ValueKind == JsonValueKind.String ? result.GetString()! : result.GetRawText();
            _subscriptions[id] = subscription;
            subscription.Opened(this, id);
        },
        cancellationToken);

    public async Task UnsubscribeAsync(string method, string id)
    {
        if (!_subscriptions.TryRemove(id, out _) || _end is not null)
        {
            return;
        }

        // Nobody waits for the answer, and a lost connection ends the subscription as well.
        try
        {
            await SendAsync(
                writer => WriteCall(writer, Interlocked.Increment(ref _lastId), method, [id]), _closed).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is ConnectionException or OperationCanceledException)
        {
        }
    }

    public async Task CloseAsync()
    {
        if (_socket.State == WebSocketState.Open)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                await _sending.WaitAsync(limit.Token).ConfigureAwait(false);
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
            }
            catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                _socket.Abort();
            }
        }

        try
        {
            await _closing.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The server took the close at its word, and the link has ended meanwhile.
        }
    }

    public void Dispose()
    {
        // The semaphore is left alone: a sender may still be on its way out of it, and it holds nothing to release.
        _socket.Dispose();
        _closing.Dispose();
    }

    private static void WriteCall(Utf8JsonWriter writer, long id, string method, IReadOnlyList<JsonNode?> parameters)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WriteNumber("id"u8, id);
        writer.WriteString("method"u8, method);
        writer.WriteStartArray("params"u8);
        foreach (var parameter in parameters)
        {
            if (parameter is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                parameter.WriteTo(writer);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private async Task SendAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            write(writer);
        }

        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_end is { } end)
            {
                throw end;
            }

            // A message cut short would break the connection for every other call, so the caller's wish to stop comes too late here.
            await _socket.SendAsync(buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, _closed).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw _end ?? new ConnectionException(_endpoint, $"connection lost: {Innermost(lost).Message}", lost);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<ConnectionException> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= _options.MaxMessageBytes)
                {
                    return new ConnectionException(
                        _endpoint, $"the server sent a message of more than {_options.MaxMessageBytes} bytes; the connection was closed");
                }

                Array.Resize(ref buffer, (int)Math.Min(length * 2L, _options.MaxMessageBytes));
            }

            var part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                var status = _socket.CloseStatusDescription is { Length: > 0 } text ? text : _socket.CloseStatus?.ToString();
                return new ConnectionException(_endpoint, $"the server closed the connection ({status})");
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                Dispatch(buffer.AsMemory(0, length));
                length = 0;
            }
        }
    }

    private void Dispatch(ReadOnlyMemory<byte> message)
    {
        if (PlainAnswer.TryFind(message.Span, out var id, out var result)
            && _pending.TryGetValue(id, out var call) && call.Reads && _pending.TryRemove(id, out _))
        {
            call.Read(message.Span[result]);
            return;
        }

        // Whatever outlives the document is copied by whom it goes to.
        using var document = JsonDocument.Parse(message);
        Dispatch(document.RootElement);
    }

    private void Dispatch(JsonElement message)
    {
        if (message.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in message.EnumerateArray())
            {
                DispatchOne(one);
            }
        }
        else
        {
            DispatchOne(message);
        }
    }

    private void DispatchOne(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (message.TryGetProperty("method"u8, out _))
        {
            Notify(message);
        }
        else if (message.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number))
        {
            if (_pending.TryRemove(number, out var call))
            {
                call.Complete(message);
            }
        }
        else if (message.TryGetProperty("error"u8, out _))
        {
            // The server could not tell which call it refuses, so every one that waits may be it.
            foreach (var waiting in _pending.Keys)
            {
                if (_pending.TryRemove(waiting, out var call))
                {
                    call.Complete(message);
                }
            }
        }
    }

    private void Notify(JsonElement message)
    {
        if (!message.TryGetProperty("params"u8, out var parameters)
            || parameters.ValueKind != JsonValueKind.Object
            || !parameters.TryGetProperty("subscription"u8, out var name)
            || !parameters.TryGetProperty("result"u8, out var result))
        {
            return;
        }

        var id = name.ValueKind == JsonValueKind.String ? name.GetString()! : name.GetRawText();
        if (_subscriptions.TryGetValue(id, out var subscription) && !subscription.Take(result.Clone()))
        {
            _ = UnsubscribeAsync(subscription.Unsubscribe, id);
        }
    }
}
