using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace SubstraTee.JsonRpc;

/// <summary>A client's WebSocket: its calls, its subscriptions, and what waits to be sent to it.</summary>
public sealed class RpcConnection : IDisposable
{
    private const string IdCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly byte[] CloseMark = [];
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(500);

    private readonly WebSocket _socket;
    private readonly RpcDispatcher _dispatcher;
    private readonly RpcLimits _limits;
    private readonly ILogger _logger;
    private readonly OutboundQueue _outbound;
    private readonly SemaphoreSlim _pending;
    private readonly ConcurrentDictionary<string, RpcSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _closed;
    private string _why = "closed by the client";

    internal RpcConnection(long id, WebSocket socket, RpcDispatcher dispatcher, RpcLimits limits, ILogger logger)
    {
        Id = id;
        _socket = socket;
        _dispatcher = dispatcher;
        _limits = limits;
        _logger = logger;
        _outbound = new OutboundQueue(limits.MaxQueuedMessages, limits.MaxQueuedBytes);
        _pending = new SemaphoreSlim(limits.MaxPendingCallsPerConnection);
    }

    /// <summary>The number of the connection since the server's start.</summary>
    public long Id { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _abort.Dispose();
        _outbound.Dispose();
        _pending.Dispose();
    }

    internal async Task RunAsync(CancellationToken stopping)
    {
        using var stop = stopping.Register(() => End("server stopping"));
        var sending = SendAllAsync();
        var receiving = ReceiveAllAsync();
        await _ended.Task.ConfigureAwait(false);

        // Neither sending nor receiving was cancelled, since that would tear the socket before the reason is told.
        _abort.CancelAfter(CloseLimit);
        await sending.ConfigureAwait(false);
        await CloseSocketAsync().ConfigureAwait(false);
        await receiving.ConfigureAwait(false);
        EndSubscriptions();
        for (var i = 0; i < _limits.MaxPendingCallsPerConnection; i++)
        {
            await _pending.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        RpcLog.Ended(_logger, Id, _why);
    }

    internal RpcSubscription Open(string notification)
    {
        if (_subscriptions.Count >= _limits.MaxSubscriptionsPerConnection)
        {
            throw new RpcException(
                RpcErrorCode.TooManySubscriptions,
                "Too many subscriptions on the connection",
                $"Exceeded max limit of {_limits.MaxSubscriptionsPerConnection}");
        }

        var subscription = new RpcSubscription(this, RandomNumberGenerator.GetString(IdCharacters, 16), notification);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _subscriptions[subscription.Id] = subscription;
        }

        return subscription;
    }

    internal bool Close(string subscription)
    {
        if (!_subscriptions.TryRemove(subscription, out var found))
        {
            return false;
        }

        found.End();
        return true;
    }

    /// <summary>Queues a message that no call waits for; a client that cannot keep up is let go, for it must not hold up others.</summary>
    internal void Notify(byte[] message)
    {
        if (_outbound.TryAdd(message) || _end.IsCancellationRequested)
        {
            return;
        }

        RpcLog.SlowConsumer(_logger, Id, _outbound.Count, _outbound.Bytes);
        End("slow_consumer");
    }

    private void End(string why)
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested)
            {
                return;
            }

            _why = why;
        }

        _end.Cancel();
        _ended.TrySetResult();
    }

    private async Task ReceiveAllAsync()
    {
        try
        {
            await ReceiveMessagesAsync().ConfigureAwait(false);
            End("closed by the client");
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            End("connection lost");
        }
    }

    private async Task ReceiveMessagesAsync()
    {
        var buffer = new byte[16 << 10];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, _limits.MaxRequestBytes + 1L));
                }

                received = await _socket.ReceiveAsync(buffer.AsMemory(length), _abort.Token).ConfigureAwait(false);
                length += received.Count;
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                if (length > _limits.MaxRequestBytes)
                {
                    await RefuseOversizedAsync().ConfigureAwait(false);
                    return;
                }
            }
            while (!received.EndOfMessage);

            await HandleAsync(buffer.AsMemory(0, length).ToArray()).ConfigureAwait(false);
            if (buffer.Length > 1 << 20)
            {
                buffer = new byte[16 << 10];
            }
        }
    }

    /// <summary>Answers, then lets the sender end the connection: what is left of the message is not read.</summary>
    private async Task RefuseOversizedAsync()
    {
        var error = RpcMessage.Error(
            default, RpcErrorCode.OversizedRequest, "Request is too big", $"Exceeded max limit of {_limits.MaxRequestBytes}");
        await _outbound.AddAsync(error, _end.Token).ConfigureAwait(false);
        await _outbound.AddAsync(CloseMark, _end.Token).ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }

    private async ValueTask HandleAsync(byte[] message)
    {
        await _pending.WaitAsync(_end.Token).ConfigureAwait(false);
        var answer = _dispatcher.HandleAsync(message, this, _end.Token);
        if (answer.IsCompletedSuccessfully)
        {
            // In the order of the calls, and holding up the reading when the client does not take its answers.
            try
            {
                await SendReplyAsync(answer.Result).ConfigureAwait(false);
            }
            finally
            {
                _pending.Release();
            }

            return;
        }

        // Not awaited here so that later calls go on; RunAsync waits for every one of them at the end.
        _ = FinishAsync(answer);
    }

    private async Task FinishAsync(ValueTask<RpcReply> answer)
    {
        try
        {
            await SendReplyAsync(await answer.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection is gone.
        }
        finally
        {
            _pending.Release();
        }
    }

    private async ValueTask SendReplyAsync(RpcReply reply)
    {
        if (reply.Bytes is { } bytes)
        {
            await _outbound.AddAsync(bytes, _end.Token).ConfigureAwait(false);
        }

        foreach (var action in reply.AfterSend)
        {
            try
            {
                action();
            }
#pragma warning disable CA1031 // The answer is given already; what follows it must not end the connection.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                RpcLog.FollowUpFailed(_logger, Id, exception);
            }
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (true)
            {
                var message = await _outbound.TakeAsync(_end.Token).ConfigureAwait(false);
                if (ReferenceEquals(message, CloseMark))
                {
                    End("request too big");
                    return;
                }

                var sending = _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _abort.Token);
                if (!sending.IsCompletedSuccessfully)
                {
                    await sending.AsTask().WaitAsync(SendLimit).ConfigureAwait(false);
                }

                _outbound.Sent(message);
            }
        }
        catch (TimeoutException)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            RpcLog.SlowConsumer(_logger, Id, _outbound.Count, _outbound.Bytes);
            End("slow_consumer");
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            End("connection lost");
        }
    }

    private async Task CloseSocketAsync()
    {
        var (status, text) = _why switch
        {
            "server stopping" => (WebSocketCloseStatus.EndpointUnavailable, _why),
            "slow_consumer" => (WebSocketCloseStatus.PolicyViolation, _why),
            "request too big" => (WebSocketCloseStatus.MessageTooBig, _why),
            _ => (WebSocketCloseStatus.NormalClosure, ""),
        };
        try
        {
            await _socket.CloseOutputAsync(status, text, _abort.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException or InvalidOperationException)
        {
            _socket.Abort();
        }
    }

    private void EndSubscriptions()
    {
        lock (_gate)
        {
            _closed = true;
        }

        foreach (var id in _subscriptions.Keys)
        {
            Close(id);
        }
    }
}
