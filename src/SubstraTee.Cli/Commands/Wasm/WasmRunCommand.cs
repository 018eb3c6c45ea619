using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary><c>substratee wasm run</c>.</summary>
internal sealed class WasmRunCommand : CliCommand
{
    private const string NoFuel = "none";
    private const int MaxRepeats = 1_000_000;

    private readonly Argument<string> _file = new("file") { Description = "The module." };

    private readonly Argument<string[]> _arguments = new("arguments")
    {
        Description = "What the function takes: integers (decimal or 0x), decimals (also nan, inf), null for references.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _invoke = new("--invoke") { HelpName = "name", Description = "The exported function to call.", Required = true };

    private readonly Option<string> _fuel = new("--fuel")
    {
        HelpName = "number",
        Description = "Fuel that each run may use; 'none' runs without counting. [default: counted, without a limit]",
    };

    private readonly Option<string> _memory = new("--max-memory")
    {
        HelpName = "size",
        Description = "What the module's memory may grow to, for example 64MiB.",
        DefaultValueFactory = _ => "256MiB",
    };

    private readonly Option<int> _repeat = new("--repeat")
    {
        HelpName = "times",
        Description = "Run as often, each time in a fresh instance of the same module; code that was compiled stays.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _engine = WasmEngines.Option();

    public WasmRunCommand()
        : base(
            "run",
            "Run an exported function of a module: with fuel counted, in memory of its own, without anything of this computer. "
            + "In JSON, i64 results are texts, since readers of JSON lose digits beyond 2^53.",
            new Example("substratee wasm run fib.wasm --invoke fib 35", "prints the results, and says what they cost"),
            new Example("substratee wasm run fib.wasm --invoke fib 35 --engine compiled --repeat 5 --json", "times each of five runs"),
            new Example("substratee wasm run loop.wasm --invoke forever --fuel 1000000", "ends with STEE-W0004: all fuel consumed"))
    {
        Add(_file);
        Add(_arguments);
        foreach (var option in (Option[])[_invoke, _fuel, _memory, _repeat, _engine])
        {
            Add(option);
        }
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var path = run.Required(_file);
        var plan = Plan(run);
        var file = await WasmFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        // On a thread of its own: what never ends has to be left by Ctrl+C.
        var document = await Task.Run(() => Execute(plan, file, run.Required(_engine), cancellationToken), CancellationToken.None)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        run.Console.Talk(
            $"{(document.FuelUsed is { } fuel ? $"fuel {fuel.ToString(CultureInfo.InvariantCulture)}, " : string.Empty)}"
            + $"{document.Milliseconds.Min().ToString("0.###", CultureInfo.InvariantCulture)} ms"
            + (document.Milliseconds.Length > 1 ? $" at best of {document.Milliseconds.Length} runs" : string.Empty));
        run.Result(document, CliJson.Default.WasmRunDocument, static (output, one) => output.WriteLine(
            string.Join(' ', one.Results.Select(result => result.ValueKind == JsonValueKind.String ? result.GetString() : result.GetRawText()))));
        return ExitCodes.Ok;
    }

    private RunPlan Plan(Invocation run)
    {
        var memory = run.Required(_memory);
        if (!Settings.TryParseSize(memory, out var bytes))
        {
            throw CliErrors.BadValue(_memory.Name, memory, "a size such as 512KiB, 64MiB or 1GiB, up to 4GiB");
        }

        var repeat = run.Required(_repeat);
        if (repeat is < 1 or > MaxRepeats)
        {
            throw CliErrors.BadValue(_repeat.Name, repeat.ToString(CultureInfo.InvariantCulture), $"a number from 1 to {MaxRepeats}");
        }

        long? fuel = long.MaxValue;
        if (run.Value(_fuel) is { } text)
        {
            fuel = text == NoFuel ? null
                : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw CliErrors.BadValue(_fuel.Name, text, $"a number of units, or {NoFuel}");
        }

        return new RunPlan(run.Required(_invoke), run.Value(_arguments) ?? [], fuel, bytes, repeat);
    }

    private static WasmRunDocument Execute(RunPlan plan, WasmFile file, string engineName, CancellationToken cancellationToken)
    {
        var engine = new Engine(EngineOptions.Default with { Tier = WasmEngines.TierOf(engineName), Metered = plan.Fuel is not null });
        var module = file.Load(engine);
        var arguments = Given(plan, file.Path, module);
        var milliseconds = ImmutableArray.CreateBuilder<double>(plan.Repeat);
        Value[] results = [];
        long? used = null;
        for (var i = 0; i < plan.Repeat; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (results, used) = Once(plan, file.Path, module, arguments, milliseconds);
        }

        return new WasmRunDocument(
            "substratee.wasm.run/1", [.. results.Select(WasmValues.ToJson)], used, milliseconds.MoveToImmutable(), engineName);
    }

    private static (Value[] Results, long? Fuel) Once(
        RunPlan plan, string path, Module module, Value[] arguments, ImmutableArray<double>.Builder milliseconds)
    {
        using var store = new Store(module.Engine, StoreLimits.Default with { MaxMemoryBytes = plan.MaxMemoryBytes });
        if (plan.Fuel is { } fuel)
        {
            store.Fuel = fuel;
        }

        if (!new Linker().TryInstantiate(store, module, out var instance, out var refused))
        {
            throw refused.Trap is { } early ? CliErrors.Trapped(path, early, Used()) : CliErrors.ModuleUnfit(path, refused.ToString());
        }

        var function = instance.GetFunction(plan.Invoke)!;
        var started = Stopwatch.GetTimestamp();
        var returned = function.TryInvoke(arguments, out var results, out var trap);
        milliseconds.Add(Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 4));
        return returned ? (results!, Used()) : throw CliErrors.Trapped(path, trap!, Used());

        long? Used() => plan.Fuel is { } limit ? limit - store.Fuel : null;
    }

    private static Value[] Given(RunPlan plan, string path, Module module)
    {
        var functions = module.Exports.Where(export => export.Type is ExternType.OfFunction).ToList();
        if (functions.FirstOrDefault(export => export.Name == plan.Invoke)?.Type is not ExternType.OfFunction { Type: var type })
        {
            throw CliErrors.NoExport(path, plan.Invoke, functions.Select(export => export.Name));
        }

        if (type.Parameters.Length != plan.Arguments.Length)
        {
            throw CliErrors.BadValue(
                $"{plan.Invoke}{type}", $"{plan.Arguments.Length} arguments", $"{type.Parameters.Length} of them, since that is what the function takes");
        }

        var values = new Value[plan.Arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = WasmValues.TryParse(plan.Arguments[i], type.Parameters[i], out var value)
                ? value
                : throw CliErrors.BadValue($"argument {i + 1} of {plan.Invoke}", plan.Arguments[i], $"of type {WasmValues.NameOf(type.Parameters[i])}");
        }

        return values;
    }

    private sealed record RunPlan(string Invoke, string[] Arguments, long? Fuel, long MaxMemoryBytes, int Repeat);
}

/// <summary>What a function gave, and what it cost.</summary>
internal sealed record WasmRunDocument(
    string Schema, ImmutableArray<JsonElement> Results, long? FuelUsed, ImmutableArray<double> Milliseconds, string Engine);
