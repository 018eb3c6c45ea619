using System.Diagnostics;
using System.Net.Sockets;

namespace SubstraTee.Worker;

/// <summary>The enclave's process: started without the host's environment, spoken to over a Unix socket.</summary>
internal sealed class EnclaveProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _socketPath;

    private EnclaveProcess(Process process, string socketPath, Stream stream)
    {
        _process = process;
        _socketPath = socketPath;
        Stream = stream;
    }

    /// <summary>The stream to the enclave.</summary>
    public Stream Stream { get; }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts the executable of a folder and waits until it has connected.</summary>
    /// <exception cref="WorkerException">It cannot be started, or ended before it connected.</exception>
    public static async Task<EnclaveProcess> StartAsync(
        string executable, string platform, string platformFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        // Unix socket paths are short by law (108 bytes), data folders are not.
        var folder = Directory.CreateTempSubdirectory("stee-");
        var socketPath = Path.Combine(folder.FullName, "e.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen(1);
        var process = Launch(executable, platform, platformFolder, socketPath);
        try
        {
            using var limit = new CancellationTokenSource(StartLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var accept = listener.AcceptAsync(either.Token).AsTask();
            var exit = process.WaitForExitAsync(either.Token);
            if (await Task.WhenAny(accept, exit).ConfigureAwait(false) == exit && process.HasExited)
            {
                throw Failure($"it ended with code {process.ExitCode}");
            }

            return new EnclaveProcess(process, socketPath, new NetworkStream(await accept.ConfigureAwait(false), ownsSocket: true));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await KillAsync(process).ConfigureAwait(false);
            throw Failure($"it did not connect within {StartLimit.TotalSeconds:0} seconds");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync().ConfigureAwait(false);
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await KillAsync(_process).ConfigureAwait(false);
        }

        _process.Dispose();
        if (Path.GetDirectoryName(_socketPath) is { } folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Launch(string executable, string platform, string platformFolder, string socketPath)
    {
        var start = new ProcessStartInfo(executable) { UseShellExecute = false };
        string[] machine = platform.StartsWith(WorkerOptions.SimulatedPlatform, StringComparison.Ordinal) ? ["--platform-dir", platformFolder] : [];
        foreach (var argument in (string[])["--socket", socketPath, "--platform", platform, .. machine])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        try
        {
            return Process.Start(start) ?? throw Failure("no process was started");
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw Failure(fault.Message, fault);
        }
    }

    private static async Task KillAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static WorkerException Failure(string why, Exception? cause = null) => new(
        "STEE-E0001",
        "the enclave could not be started",
        why,
        "check --enclave: it names the folder or the executable that eng/publish-enclave.sh made",
        cause);
}
