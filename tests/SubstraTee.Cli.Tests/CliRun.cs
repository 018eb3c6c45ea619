using System.Text.Json;

namespace SubstraTee.Cli.Tests;

/// <summary>One run of the command line inside the test's process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>The result as the one JSON document that it must be.</summary>
    public JsonElement Document
    {
        get
        {
            var lines = Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(lines.Length == 1, $"one line of JSON was wanted, got:\n{Output}\n{Error}");
            return JsonElement.Parse(lines[0]);
        }
    }

    /// <summary>Runs a line of words without quotes.</summary>
    public static Task<CliRun> OfAsync(string line) => OfAsync(Words(line));

    /// <summary>The words of a line without quotes.</summary>
    public static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs arguments.</summary>
    public static async Task<CliRun> OfAsync(
        IReadOnlyList<string> arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(input);
        var console = new CliConsole(
            output, TextWriter.Synchronized(error), reader, name => environment?.GetValueOrDefault(name), colour: false);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var code = await Application.RunAsync(arguments, console, limit.Token);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Itself when it went well.</summary>
    public CliRun Ok()
    {
        Assert.True(ExitCode == ExitCodes.Ok, $"exit code {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}
