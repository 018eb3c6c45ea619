using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SubstraTee.JsonRpc.Client;

/// <summary>A JSON-RPC 2.0 client over one WebSocket, which it makes again when it is lost.</summary>
/// <remarks>
/// Safe for several threads. A call that was sent before the connection was lost fails with
/// <see cref="ConnectionException"/> and is not sent again, since the server may have carried it out; a call made while
/// the connection is away waits for it within its timeout.
/// </remarks>
public sealed class JsonRpcClient : IAsyncDisposable
{
    private readonly JsonRpcClientOptions _options;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentDictionary<JsonRpcSubscription, bool> _subscriptions = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource<RpcLink> _current = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _supervisor = Task.CompletedTask;
    private bool _disposed;
    private int _connections = 1;

    private JsonRpcClient(Uri endpoint, JsonRpcClientOptions options)
    {
        Endpoint = endpoint;
        _options = options;
        _places = new SemaphoreSlim(options.MaxPendingCalls, options.MaxPendingCalls);
    }

    /// <summary>The server's address.</summary>
    public Uri Endpoint { get; }

    /// <summary>True while there is a connection.</summary>
    public bool IsConnected => Current.IsCompletedSuccessfully;

    /// <summary>How many connections there have been: a larger number than before means that the server may have forgotten things.</summary>
    public int Connections => Volatile.Read(ref _connections);

    private Task<RpcLink> Current
    {
        get
        {
            lock (_gate)
            {
                return _current.Task;
            }
        }
    }

    /// <summary>Connects.</summary>
    /// <param name="endpoint">An address that begins with <c>ws://</c> or <c>wss://</c>.</param>
    /// <param name="options">How the client behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConnectionException">Nobody answers there, or no WebSocket server.</exception>
    public static async Task<JsonRpcClient> ConnectAsync(
        Uri endpoint, JsonRpcClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("ws" or "wss"))
        {
            throw new ArgumentException($"{endpoint} is no WebSocket address: it begins with ws:// or wss://", nameof(endpoint));
        }

        var client = new JsonRpcClient(endpoint, options ?? new JsonRpcClientOptions());
        try
        {
            var link = await RpcLink.ConnectAsync(endpoint, client._options, cancellationToken).ConfigureAwait(false);
            client._current.SetResult(link);
            client._supervisor = client.SuperviseAsync(link);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Calls a method and waits for its result.</summary>
    /// <exception cref="JsonRpcException">The server answered with an error.</exception>
    /// <exception cref="ConnectionException">The connection was lost before the answer came.</exception>
    /// <exception cref="TimeoutException">No answer within <see cref="JsonRpcClientOptions.CallTimeout"/>.</exception>
    public Task<JsonElement> CallAsync(string method, IReadOnlyList<JsonNode?> parameters, CancellationToken cancellationToken) =>
        WithLinkAsync(method, (link, limit) => link.CallAsync(method, parameters, null, limit), cancellationToken);

    /// <summary>Calls a method and reads its result as a type.</summary>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{JsonNode}, CancellationToken)"/>
    /// <exception cref="JsonException">The result is not of that type.</exception>
    public async Task<T?> CallAsync<T>(
        string method, IReadOnlyList<JsonNode?> parameters, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var result = await CallAsync(method, parameters, cancellationToken).ConfigureAwait(false);
        return result.Deserialize(type);
    }

    /// <summary>Calls a method and reads its result where it lies, so that large results are not copied first.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="read">Reads the result, which is gone afterwards. Messages behind it wait meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{JsonNode}, CancellationToken)"/>
    public Task<T> ReadAsync<T>(
        string method, IReadOnlyList<JsonNode?> parameters, JsonReading<T> read, CancellationToken cancellationToken) =>
        WithLinkAsync(
            method,
            async (link, limit) =>
            {
                var answer = default(T)!;
                await link.ReadAsync(method, parameters, result => answer = read(result), limit).ConfigureAwait(false);
                return answer;
            },
            cancellationToken);

    /// <summary>Sends several calls as one message; the replies stand in the order of the requests.</summary>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{JsonNode}, CancellationToken)"/>
    public async Task<IReadOnlyList<JsonRpcReply>> BatchAsync(
        IReadOnlyList<JsonRpcRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
        {
            return [];
        }

        return await WithLinkAsync(
            $"a batch of {requests.Count} calls", (link, limit) => link.BatchAsync(requests, limit), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Subscribes to messages.</summary>
    /// <param name="subscribe">The method that begins the subscription.</param>
    /// <param name="unsubscribe">The method that ends it.</param>
    /// <param name="parameters">Parameters of the first.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{JsonNode}, CancellationToken)"/>
    public async Task<JsonRpcSubscription> SubscribeAsync(
        string subscribe,
        string unsubscribe,
        IReadOnlyList<JsonNode?> parameters,
        SubscriptionOptions? options,
        CancellationToken cancellationToken)
    {
        var subscription = new JsonRpcSubscription(this, subscribe, unsubscribe, parameters, options ?? new SubscriptionOptions());
        _subscriptions[subscription] = true;
        try
        {
            await WithLinkAsync(
                subscribe,
                async (link, limit) =>
                {
                    await link.SubscribeAsync(subscription, limit).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch
        {
            Forget(subscription);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (Current is { IsCompletedSuccessfully: true } current)
        {
            await (await current.ConfigureAwait(false)).CloseAsync().ConfigureAwait(false);
        }

        await _supervisor.ConfigureAwait(false);
        _closing.Dispose();
    }

    internal void Forget(JsonRpcSubscription subscription) => _subscriptions.TryRemove(subscription, out _);

    private async Task<T> WithLinkAsync<T>(
        string what, Func<RpcLink, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var limit = new CancellationTokenSource(_options.CallTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                var link = await Current.WaitAsync(either.Token).ConfigureAwait(false);
                return await use(link, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new TimeoutException($"{Endpoint}: no answer to {what} within {_options.CallTimeout.TotalSeconds:0.#} s", late);
        }
    }

    private async Task SuperviseAsync(RpcLink link)
    {
        while (true)
        {
            var end = await link.RunAsync().ConfigureAwait(false);
            link.Dispose();
            var next = await ReplaceAsync(end).ConfigureAwait(false);
            if (next is null)
            {
                return;
            }

            link = next;
        }
    }

    /// <summary>Connects anew after an end, unless the client is closed or not to reconnect.</summary>
    private async Task<RpcLink?> ReplaceAsync(ConnectionException end)
    {
        var waiting = new TaskCompletionSource<RpcLink>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _current = waiting;
        }

        // Whoever waits learns the end from the call itself; nobody need look at this task.
        _ = waiting.Task.ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (var subscription in _subscriptions.Keys)
        {
            if (subscription.Resumes && _options.Reconnect is not null && !_closing.IsCancellationRequested)
            {
                subscription.Suspend();
            }
            else
            {
                Forget(subscription);
                subscription.End(_closing.IsCancellationRequested ? null : end);
            }
        }

        try
        {
            var next = _options.Reconnect is { } policy ? await ReconnectAsync(policy, end).ConfigureAwait(false) : throw end;
            Interlocked.Increment(ref _connections);
            waiting.SetResult(next);
            return next;
        }
        catch (Exception lost) when (lost is ConnectionException or OperationCanceledException)
        {
            var reason = lost as ConnectionException ?? new ConnectionException(Endpoint, "the client was closed", lost);
            waiting.SetException(reason);
            foreach (var subscription in _subscriptions.Keys)
            {
                Forget(subscription);
                subscription.End(_closing.IsCancellationRequested ? null : reason);
            }

            return null;
        }
    }

    private async Task<RpcLink> ReconnectAsync(ReconnectPolicy policy, ConnectionException end)
    {
        for (var failures = 0; ;)
        {
            _closing.Token.ThrowIfCancellationRequested();
            try
            {
                var link = await RpcLink.ConnectAsync(Endpoint, _options, _closing.Token).ConfigureAwait(false);
                _ = ResumeAsync(link);
                return link;
            }
            catch (ConnectionException refused)
            {
                failures++;
                if (failures >= policy.MaxAttempts)
                {
                    throw new ConnectionException(
                        Endpoint, $"{end.Message}; given up after {failures} attempts to connect again: {refused.Message}", refused);
                }

                await Task.Delay(policy.PauseAfter(failures), _options.Time, _closing.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Subscribes anew; runs beside the receiving loop, which brings the answers.</summary>
    private async Task ResumeAsync(RpcLink link)
    {
        foreach (var subscription in _subscriptions.Keys)
        {
            try
            {
                await link.SubscribeAsync(subscription, _closing.Token).ConfigureAwait(false);
            }
            catch (JsonRpcException refused)
            {
                Forget(subscription);
                subscription.End(refused);
            }
            catch (Exception lost) when (lost is ConnectionException or OperationCanceledException)
            {
                // Lost again: the next connection resumes it.
                return;
            }
        }
    }
}
