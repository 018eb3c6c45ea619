using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;

namespace SubstraTee.JsonRpc.Tests;

/// <summary>A server with a few methods on a port of the system's choice.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly RpcServer _server;

    private TestServer(RpcServer server, Ticker ticker)
    {
        _server = server;
        Ticker = ticker;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}/") };
    }

    public Ticker Ticker { get; }

    public HttpClient Http { get; }

    public RpcServer Server => _server;

    public static async Task<TestServer> StartAsync(RpcLimits? limits = null, params string[] origins)
    {
        var ticker = new Ticker();
        var methods = new RpcMethodTable();
        methods.Add("add", TestJson.Default.UInt32, call => call.Params.UInt32(0, "left") + call.Params.UInt32(1, "right"));
        methods.Add("fail", TestJson.Default.UInt32, _ => throw new InvalidOperationException("a secret path"));
        methods.Add("refuse", TestJson.Default.UInt32, _ => throw new RpcException(1010, "Invalid Transaction", "Transaction is outdated"));
        methods.Add("long", TestJson.Default.String, call => new string('x', (int)call.Params.UInt32(0, "length")));
        methods.AddHeavy("slow", TestJson.Default.UInt32, call =>
        {
            ticker.Gate.Wait(call.CancellationToken);
            return 1u;
        });
        methods.AddAlias("plus", "add");
        methods.AddSubscription("ticks_subscribe", "ticks", "ticks_unsubscribe", _ => ticker.Add);
        var options = new RpcServerOptions { Limits = limits ?? new RpcLimits(), AllowedOrigins = origins };
        var server = await RpcServer.StartAsync(options, methods, NullLogger.Instance, CancellationToken.None);
        return new TestServer(server, ticker);
    }

    public async Task<string> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri("/", UriKind.Relative), content);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<TestClient> ConnectAsync(Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_server.Port}"), CancellationToken.None);
        return new TestClient(socket);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        Ticker.Gate.Dispose();
    }
}

/// <summary>Where the test's subscriptions get their messages from.</summary>
internal sealed class Ticker
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SemaphoreSlim Gate { get; } = new(0);

    public List<RpcSubscription> Subscriptions { get; } = [];

    public Task First => _first.Task;

    public void Add(RpcSubscription subscription)
    {
        subscription.Notify("first", TestJson.Default.String);
        lock (Subscriptions)
        {
            Subscriptions.Add(subscription);
        }

        _first.TrySetResult();
    }
}

/// <summary>A WebSocket whose messages are read one by one.</summary>
internal sealed class TestClient(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public ClientWebSocket Socket => socket;

    public async Task SendAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, limit.Token);
    }

    public async Task<string> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var message = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return $"closed {(int?)socket.CloseStatus} {socket.CloseStatusDescription}";
            }

            await message.WriteAsync(buffer.AsMemory(0, received.Count), limit.Token);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }

    public async Task<JsonElement> AskAsync(string text)
    {
        await SendAsync(text);
        using var document = JsonDocument.Parse(await ReceiveAsync());
        return document.RootElement.Clone();
    }

    public void Dispose() => socket.Dispose();
}

[JsonSerializable(typeof(uint))]
[JsonSerializable(typeof(string))]
internal sealed partial class TestJson : JsonSerializerContext;
