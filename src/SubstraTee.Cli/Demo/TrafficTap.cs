using System.Net;
using System.Net.Sockets;

namespace SubstraTee.Cli;

/// <summary>Listens on a free port, passes everything on to another one, and keeps a copy, as somebody on the wire would.</summary>
internal sealed class TrafficTap : IAsyncDisposable
{
    private const int BufferBytes = 65_536;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly List<Task> _running = [];
    private int _streams;

    private TrafficTap(int target, string path)
    {
        Target = target;
        _path = path;
        _listener.Start();
    }

    /// <summary>The address to use in place of the one listened in on.</summary>
    public Uri Address => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The port that new streams are passed on to.</summary>
    public int Target { get; set; }

    /// <summary>Begins to listen in on an address.</summary>
    /// <param name="target">The address.</param>
    /// <param name="path">Every stream is written to a file whose name begins so.</param>
    public static TrafficTap Start(Uri target, string path)
    {
        var tap = new TrafficTap(target.Port, path);
        tap.Own(tap.AcceptAsync());
        return tap;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Own(Task task)
    {
        lock (_gate)
        {
            _running.Add(task);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token).ConfigureAwait(false);
            Own(PassOnAsync(client));
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, Target, _stopping.Token).ConfigureAwait(false);
        near.NoDelay = far.NoDelay = true;
        var forth = CopyAsync(near.GetStream(), far.GetStream());
        var back = CopyAsync(far.GetStream(), near.GetStream());
        await Task.WhenAny(forth, back).ConfigureAwait(false);
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        // Without a buffer: what was on the wire is in the file before it arrives.
        var copy = new FileStream(
            $"{_path}-{Interlocked.Increment(ref _streams)}", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await using (copy.ConfigureAwait(false))
        {
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await from.ReadAsync(buffer, _stopping.Token).ConfigureAwait(false)) > 0)
            {
                await copy.WriteAsync(buffer.AsMemory(0, read), _stopping.Token).ConfigureAwait(false);
                await to.WriteAsync(buffer.AsMemory(0, read), _stopping.Token).ConfigureAwait(false);
            }
        }
    }
}
