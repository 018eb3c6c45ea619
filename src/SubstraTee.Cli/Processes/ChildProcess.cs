using System.Diagnostics;
using System.Text.Json;

namespace SubstraTee.Cli;

/// <summary>A command of this program in a process of its own. Dispose it to stop it, with all that it started.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Task _logging;
    private readonly Task<string> _rest;
    private readonly TaskCompletionSource<string?> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(string name, string logPath, Process process)
    {
        Name = name;
        LogPath = logPath;
        _process = process;
        Id = process.Id;
        _logging = CopyAsync(process.StandardError, logPath);
        _rest = ReadAsync(process.StandardOutput);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Where its stderr is written to.</summary>
    public string LogPath { get; }

    /// <summary>The process's number.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts it.</summary>
    public static ChildProcess Start(string name, string logPath, ProcessStartInfo command)
    {
        try
        {
            return new ChildProcess(
                name, logPath, Process.Start(command) ?? throw CliErrors.ChildFailed(name, "no process was started", logPath));
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw CliErrors.ChildFailed(name, refused.Message, logPath);
        }
    }

    /// <summary>Waits for the line that says it is ready.</summary>
    /// <exception cref="CliException">It ended, said something else, or was not ready in time.</exception>
    public async Task<JsonElement> ReadyAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        string? line;
        try
        {
            line = await _firstLine.Task.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw CliErrors.ChildFailed(Name, $"it was not ready within {limit.TotalSeconds:0} seconds", LogPath);
        }

        if (line is null)
        {
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            throw CliErrors.ChildFailed(Name, $"it ended with exit code {_process.ExitCode}", LogPath);
        }

        var said = Parse(line);
        return said.TryGetProperty("ready", out var ready) && ready.ValueKind == JsonValueKind.True
            ? said
            : throw CliErrors.ChildFailed(Name, ErrorIn(said) ?? line, LogPath);
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code and what it printed after its first line, one document a line.</returns>
    public async Task<(int ExitCode, IReadOnlyList<JsonElement> Output)> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        var rest = await _rest.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _logging.WaitAsync(cancellationToken).ConfigureAwait(false);
        return (_process.ExitCode, [.. rest.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]);
    }

    /// <summary>Ends it at once, with all that it started: what a power cut does.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Asks it to stop, which it does when its stdin ends, and waits.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await KillAsync().ConfigureAwait(false);
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await Task.WhenAll(_logging, _rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    private static JsonElement Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonElement.Parse("{}");
        }
    }

    private static string? ErrorIn(JsonElement said) =>
        said.TryGetProperty("code", out var code) && said.TryGetProperty("what", out var what) && said.TryGetProperty("why", out var why)
            ? $"{code.GetString()}: {what.GetString()}: {why.GetString()}"
            : null;

    private static async Task CopyAsync(StreamReader from, string path)
    {
        var file = new StreamWriter(path, append: true) { AutoFlush = true };
        await using (file.ConfigureAwait(false))
        {
            while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                await file.WriteLineAsync(line).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> ReadAsync(StreamReader from)
    {
        _firstLine.TrySetResult(await from.ReadLineAsync().ConfigureAwait(false));
        return await from.ReadToEndAsync().ConfigureAwait(false);
    }
}
