using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Primitives;
using SubstraTee.Wasm;
using SubstraTee.Wasm.Spec;

namespace SubstraTee.Cli;

/// <summary><c>substratee wasm spec</c>.</summary>
internal sealed class WasmSpecCommand : CliCommand
{
    private const int MaxShown = 20;

    private readonly Argument<string> _folder = new("folder")
    {
        Description = "A folder of scripts of WebAssembly's test suite, as wast2json converts them, with modules as base64.",
    };

    private readonly Option<string> _engine = WasmEngines.Option();

    public WasmSpecCommand()
        : base(
            "spec",
            "Run WebAssembly's own test suite and count what passed by kind; exit code 0 only when nothing failed.",
            new Example("substratee wasm spec ./wasm-spec/tests --engine compiled --json", "ends with what passed and what failed"))
    {
        Add(_folder);
        Add(_engine);
    }

    public override bool Runs => true;

    public override Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var scripts = Scripts(run.Required(_folder));
        var engine = new Engine(new EngineOptions { Tier = WasmEngines.TierOf(run.Required(_engine)) });
        var runner = new SpecRunner(engine);
        var results = new List<SpecResult>();
        foreach (var script in scripts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.AddRange(runner.Run(script));
        }

        var failures = results.Where(result => !result.Passed).ToList();
        foreach (var failure in failures.Take(MaxShown))
        {
            run.Console.Talk(failure.ToString());
        }

        run.Result(
            Describe(run.Required(_engine), scripts.Count, results, failures),
            CliJson.Default.WasmSpecDocument,
            static (output, one) =>
            {
                Table.Write(output, one.Kinds.Select(kind => (IReadOnlyList<string>)[kind.Kind, $"{kind.Passed}", kind.Failed == 0 ? string.Empty : $"{kind.Failed} failed"]));
                output.WriteLine($"{one.Passed} passed, {one.Failed} failed");
            });
        return Task.FromResult(failures.Count == 0 ? ExitCodes.Ok : ExitCodes.Verification);
    }

    // Commands that are no assertions count when they fail: what follows them means nothing then.
    private static WasmSpecDocument Describe(string engine, int scripts, List<SpecResult> results, List<SpecResult> failures) => new(
        "substratee.wasm.spec/1",
        results.Count(result => result is { Passed: true, Command.IsAssertion: true }),
        failures.Count,
        engine,
        scripts,
        results.Sum(result => result.FuelUsed),
        [
            .. results.GroupBy(result => result.Command.Kind).OrderBy(group => group.Key).Select(group => new WasmSpecKindDocument(
                SnakeCase.Of(group.Key.ToString()), group.Count(result => result.Passed), group.Count(result => !result.Passed))),
        ],
        [.. failures.Take(MaxShown).Select(failure => failure.ToString())]);

    private static List<SpecScript> Scripts(string folder)
    {
        try
        {
            // The vectors keep their scripts one folder below.
            var below = Path.Combine(folder, "tests");
            List<SpecScript> scripts = [.. SpecScript.LoadFolder(Directory.Exists(below) ? below : folder)];
            return scripts.Count > 0 ? scripts : throw new FileNotFoundException("it holds no scripts (*.json)");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or FormatException)
        {
            throw CliErrors.FileUnusable(folder, refused);
        }
    }
}

/// <summary>What came of the suite: assertions that passed, and everything that failed.</summary>
internal sealed record WasmSpecDocument(
    string Schema,
    int Passed,
    int Failed,
    string Engine,
    int Scripts,
    long FuelUsed,
    ImmutableArray<WasmSpecKindDocument> Kinds,
    ImmutableArray<string> Failures);

/// <summary>Commands of one kind.</summary>
internal sealed record WasmSpecKindDocument(string Kind, int Passed, int Failed);
