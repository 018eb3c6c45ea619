using System.Diagnostics;
using System.Text.Json;

namespace SubstraTee.SystemBenchmark;

/// <summary>A published program in a process of its own, stopped with its stdin.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Task _errors;

    private ChildProcess(Process process, string logFile)
    {
        _process = process;
        _errors = CopyAsync(process.StandardError, logFile);
    }

    public int Id => _process.Id;

    /// <summary>Starts a program and gives back the document in which it says that it is ready.</summary>
    public static async Task<(ChildProcess Process, JsonElement Ready)> StartAsync(
        string program, string logFile, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUBSTRATEE_STOP_WITH_STDIN"] = "1";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var child = new ChildProcess(Process.Start(start)!, logFile);
        try
        {
            var line = await child._process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(ReadyLimit, cancellationToken);
            return line is null
                ? throw new InvalidOperationException($"{program} ended before it was ready: {logFile}")
                : (child, JsonElement.Parse(line));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _errors;
        _process.Dispose();
    }

    private static async Task CopyAsync(StreamReader from, string path)
    {
        await using var file = new StreamWriter(path);
        while (await from.ReadLineAsync() is { } line)
        {
            await file.WriteLineAsync(line);
        }
    }
}
