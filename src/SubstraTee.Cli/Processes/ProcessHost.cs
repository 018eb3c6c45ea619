using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace SubstraTee.Cli;

/// <summary>Starts commands of this program as processes of their own, and leaves none behind.</summary>
/// <param name="logFolder">Where each child's stderr is written to, as <c>name.log</c>.</param>
internal sealed class ProcessHost(string logFolder) : IAsyncDisposable
{
    private readonly ConcurrentQueue<ChildProcess> _children = [];

    /// <summary>Starts <c>substratee</c> with arguments; <c>--json</c> is added.</summary>
    /// <param name="name">What messages and its log file call it.</param>
    /// <param name="arguments">The arguments.</param>
    public ChildProcess Start(string name, params IReadOnlyList<string> arguments)
    {
        Directory.CreateDirectory(logFolder);
        var child = ChildProcess.Start(name, Path.Combine(logFolder, $"{name}.log"), Command([.. arguments, RootCommandTree.JsonName]));
        _children.Enqueue(child);
        return child;
    }

    /// <summary>Starts <c>substratee</c> and waits until it says that it is ready.</summary>
    /// <exception cref="CliException">It ended, said something else, or was not ready in time.</exception>
    public async Task<(ChildProcess Child, JsonElement Ready)> StartReadyAsync(
        string name, IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        var child = Start(name, arguments);
        return (child, await child.ReadyAsync(limit, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Stops all, the last started first.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children.Reverse())
        {
            await child.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>How this program is started: by its executable, or by <c>dotnet</c> with its assembly.</summary>
    internal static ProcessStartInfo Command(IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("this process has no path");
        var own = Path.Combine(AppContext.BaseDirectory, "substratee");
        var isOurs = Path.GetFileNameWithoutExtension(program) == "substratee";
        var start = new ProcessStartInfo(isOurs || !File.Exists(own) ? program : own)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!isOurs && !File.Exists(own))
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "substratee.dll"));
        }

        start.Environment[StopSignals.StdinVariable] = "1";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}
