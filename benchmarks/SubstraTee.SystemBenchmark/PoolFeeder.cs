using System.Net.WebSockets;
using System.Text;

namespace SubstraTee.SystemBenchmark;

/// <summary>Hands requests that are written already to the node, as fast as its pool takes them, and reads what it answers.</summary>
internal static class PoolFeeder
{
    // What a client sends at a time, and how many of those wait for their answer on one connection.
    private const int Batch = 32;
    private const int Window = 24;

    /// <summary>Sends some queues of requests, each over a connection of its own and in its order.</summary>
    /// <exception cref="InvalidOperationException">The node refused one.</exception>
    public static Task SendAsync(Uri node, IEnumerable<IReadOnlyList<byte[]>> queues, CancellationToken cancellationToken) =>
        Task.WhenAll(queues.Select(queue => SendAsync(node, queue, cancellationToken)));

    private static async Task SendAsync(Uri node, IReadOnlyList<byte[]> queue, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(node, cancellationToken);
        using var window = new SemaphoreSlim(Window, Window);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveAsync(socket, (queue.Count + Batch - 1) / Batch, window, stop);
        try
        {
            await SendAsync(socket, queue, window, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The receiver knows why.
        }

        await receiving;
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
    }

    private static async Task SendAsync(
        ClientWebSocket socket, IReadOnlyList<byte[]> queue, SemaphoreSlim window, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        for (var start = 0; start < queue.Count; start += Batch)
        {
            await window.WaitAsync(cancellationToken);
            WriteBatch(message, queue, start);
            await socket.SendAsync(
                message.GetBuffer().AsMemory(0, (int)message.Length), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
    }

    private static void WriteBatch(MemoryStream message, IReadOnlyList<byte[]> queue, int start)
    {
        message.SetLength(0);
        for (var i = start; i < Math.Min(start + Batch, queue.Count); i++)
        {
            message.WriteByte((byte)(i == start ? '[' : ','));
            message.Write(queue[i]);
        }

        message.WriteByte((byte)']');
    }

    private static async Task ReceiveAsync(ClientWebSocket socket, int batches, SemaphoreSlim window, CancellationTokenSource stop)
    {
        var buffer = new byte[1 << 20];
        for (var i = 0; i < batches; i++)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), stop.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType != WebSocketMessageType.Text || buffer.AsSpan(0, length).IndexOf("\"error\""u8) >= 0)
            {
                await stop.CancelAsync();
                throw new InvalidOperationException(
                    $"the node refused a transaction: {Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 2000))}");
            }

            window.Release();
        }
    }
}
