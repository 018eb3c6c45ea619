using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SubstraTee.Client;
using SubstraTee.Node;
using SubstraTee.Worker;

namespace SubstraTee.Cli;

/// <summary>An error as the user gets it, on the terminal or as JSON.</summary>
internal sealed record ErrorReport(ErrorEntry Entry, string What, string Why, ImmutableArray<string> Tries, Exception? Fault)
{
    private const int MaxText = 2000;

    /// <summary>The exit code of the program.</summary>
    public int ExitCode => Entry.Exit;

    /// <summary>Where the error is explained.</summary>
    public string More => $"docs/errors.md#{Entry.Code.ToLowerInvariant()}";

    /// <summary>What is said of a fault: every one that a user can meet has a code; any other is a mistake in the program.</summary>
    public static ErrorReport Of(Exception fault) => fault switch
    {
        CliException ours => Make(ours.Code, ours.What, ours.Why, ours.Tries, ours),
        ClientException client => Make(client.Code, client.What, client.Why, client.Tries, client),
        NodeException node => Make(node.Code, node.What, node.Why, [node.Try], node),
        WorkerException worker => Make(worker.Code, worker.What, worker.Why, [worker.Attempt], worker),
        _ => Make(CliErrors.Bug, "substratee made a mistake", $"{fault.GetType().Name}: {fault.Message}", [], fault),
    };

    /// <summary>Prints it: as JSON where results go, else as text where talk goes.</summary>
    public void Print(CliConsole console, bool json, bool verbose)
    {
        if (json)
        {
            console.Out.WriteLine(JsonLine.Of(
                new ErrorDocument("substratee.error/1", Entry.Code, ExitCode, Entry.Title, What, Why, Tries, More),
                ErrorJson.Default.ErrorDocument));
            console.Out.Flush();
        }

        console.Error.WriteLine($"{console.Alarm($"error {Entry.Code}")}: {What}");
        console.Error.WriteLine($"  why    {Why}");
        for (var i = 0; i < Tries.Length; i++)
        {
            console.Error.WriteLine($"  {(i == 0 ? "try " : "    ")}   {Tries[i]}");
        }

        console.Error.WriteLine($"  more   {More}");
        if (Fault is not null && (verbose || Entry.Code == CliErrors.Bug))
        {
            console.Error.WriteLine(Fault);
        }
    }

    private static ErrorReport Make(string code, string what, string why, ImmutableArray<string> tries, Exception fault)
    {
        var entry = ErrorCatalog.Find(code);
        return new ErrorReport(entry, Bounded(what), Bounded(why), tries.IsEmpty ? [entry.Try] : tries, fault);
    }

    private static string Bounded(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > MaxText ? string.Concat(line.AsSpan(0, MaxText), "…") : line;
    }
}

/// <summary>An error as JSON.</summary>
internal sealed record ErrorDocument(
    string Schema, string Code, int ExitCode, string Title, string What, string Why, ImmutableArray<string> Try, string More);

/// <summary>JSON of errors.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorDocument))]
internal sealed partial class ErrorJson : JsonSerializerContext;
