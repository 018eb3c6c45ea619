using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SubstraTee.Testing;

/// <summary>A WebSocket server that does exactly what a test tells it, on a port of the system's choice.</summary>
internal sealed class FakeRpcServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Func<FakeRpcConnection, JsonElement, Task> _handle;

    /// <summary>Starts it; <paramref name="handle"/> is given every message and answers as it likes.</summary>
    public FakeRpcServer(Func<FakeRpcConnection, JsonElement, Task> handle)
    {
        _handle = handle;
        _listener.Start();
        Uri = new Uri($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _running.Add(AcceptAsync());
    }

    public Uri Uri { get; }

    public ConcurrentQueue<FakeRpcConnection> Connections { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        foreach (var connection in Connections)
        {
            connection.Drop();
        }

        await Task.WhenAll(_running);
        foreach (var connection in Connections)
        {
            connection.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _running.Add(ServeAsync(client));
            }
        }
        catch (Exception stopped) when (
            stopped is OperationCanceledException or SocketException or ObjectDisposedException ||
            // The listener was stopped between two clients, before it was asked for the next one.
            (stopped is InvalidOperationException && _stopping.IsCancellationRequested))
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            await HandshakeAsync(stream);
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
            var connection = new FakeRpcConnection(client, socket);
            Connections.Enqueue(connection);
            var buffer = new byte[1 << 20];
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), _stopping.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                await _handle(connection, JsonElement.Parse(buffer.AsSpan(0, length)));
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
        finally
        {
            client.Dispose();
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "the WebSocket handshake is defined with SHA-1")]
    private static async Task HandshakeAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var one = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                throw new IOException("no handshake");
            }

            request.Append((char)one[0]);
        }

        var key = request.ToString().Split("\r\n").First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))[18..].Trim();
        // RFC 6455, section 4.2.2.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
    }
}

/// <summary>One client of a <see cref="FakeRpcServer"/>.</summary>
internal sealed class FakeRpcConnection(TcpClient client, WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1, 1);

    public async Task SendAsync(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Answers a request with a result, given as JSON.</summary>
    public Task ReplyAsync(JsonElement request, string result) =>
        SendAsync($$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetRawText()}},"result":{{result}}}""");

    /// <summary>Answers a request with an error, given as JSON.</summary>
    public Task RefuseAsync(JsonElement request, string error) =>
        SendAsync($$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetRawText()}},"error":{{error}}}""");

    /// <summary>Sends a message of a subscription.</summary>
    public Task NotifyAsync(string method, string subscription, string result) =>
        SendAsync($$$"""{"jsonrpc":"2.0","method":"{{{method}}}","params":{"subscription":"{{{subscription}}}","result":{{{result}}}}}""");

    /// <summary>Cuts the connection without a word.</summary>
    public void Drop() => client.Close();

    public void Dispose() => _sending.Dispose();
}
