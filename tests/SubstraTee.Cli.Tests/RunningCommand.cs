using System.Text.Json;

namespace SubstraTee.Cli.Tests;

/// <summary>A command that runs until it is stopped, inside the test's process.</summary>
internal static class RunningCommand
{
    /// <summary>Starts it and waits for the line that says it is ready.</summary>
    public static async Task<(JsonElement Ready, Task<int> Command)> StartAsync(
        string line, IReadOnlyDictionary<string, string> variables, CancellationToken stop)
    {
        var output = new FirstLine();
        var error = TextWriter.Synchronized(new StringWriter());
        var console = new CliConsole(output, error, TextReader.Null, name => variables.GetValueOrDefault(name), colour: false);
        var command = Task.Run(() => Application.RunAsync(CliRun.Words(line), console, stop), stop);
        var first = await Task.WhenAny(output.Line, command);
        Assert.True(first == output.Line, $"{line} ended:\n{error}");
        var ready = JsonElement.Parse(await output.Line);
        Assert.True(ready.TryGetProperty("ready", out var isReady) && isReady.GetBoolean(), $"{line} said {ready}\n{error}");
        return (ready, command);
    }

    /// <summary>Tells when the first line is complete.</summary>
    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override void WriteLine(string? value) => _line.TrySetResult(value ?? string.Empty);
    }
}
