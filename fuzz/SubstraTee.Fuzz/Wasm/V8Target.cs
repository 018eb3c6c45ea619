using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Fuzz;

/// <summary>Generated modules in this engine and in V8 (Node.js), whose results, traps and memory have to be the same.</summary>
/// <remarks>Runs when it is asked for by name: it needs <c>node</c>. V8 chooses bits of NaNs otherwise, so these modules do not show them.</remarks>
internal sealed class V8Target(ExecutionTier tier, bool isMetered = true) : IFuzzTarget, IWorkReport, IDisposable
{
    private const int Budget = 500;

    private readonly Engine _engine = new(new EngineOptions { Tier = tier, Metered = isMetered });
    private readonly WasmStatistics _statistics = new();
    private Process? _node;

    public string Name => $"wasm-v8-{tier.ToString().ToLowerInvariant()}{(isMetered ? "" : "-without-fuel")}";

    public IEnumerable<byte[]> Seeds() => [[1], [2]];

    public int Run(ReadOnlySpan<byte> input)
    {
        var seed = WasmTargets.SeedOf(input);
        var bytes = WasmGenerator.Generate(new Random(seed), WasmShape.ForPeers);
        var module = Module.Load(_engine, bytes);
        using var store = new Store(_engine);
        var instance = WasmRun.Linker.Instantiate(store, module);
        var calls = Calls(module, new Random(seed));
        var theirs = Ask(bytes, module, calls);
        _statistics.Ran(module);
        var ours = calls.Select(call => Call(instance, call.Function, call.Arguments)).ToList();
        var state = StateOf(instance);
        if (!ours.SequenceEqual(theirs.Outcomes) || state != theirs.State)
        {
            throw new InvalidOperationException(
                $"seed {seed}: here{Environment.NewLine}{string.Join(Environment.NewLine, ours)}{Environment.NewLine}{state}{Environment.NewLine}"
                + $"V8{Environment.NewLine}{string.Join(Environment.NewLine, theirs.Outcomes)}{Environment.NewLine}{theirs.State}");
        }

        return HashCode.Combine(ours.Count, ours[0].Length);
    }

    public string Report() => _statistics.ToString();

    public void Dispose()
    {
        _node?.Kill();
        _node?.Dispose();
    }

    private static List<(string Function, Value[] Arguments)> Calls(Module module, Random random) =>
    [
        .. from round in Enumerable.Range(0, 3)
           from export in module.Exports
           where export.Type is ExternType.OfFunction
           let type = ((ExternType.OfFunction)export.Type).Type
           select (export.Name, type.Parameters.Select(kind => WasmRun.Argument(random, kind)).ToArray()),
    ];

    private string Call(Instance instance, string function, Value[] arguments)
    {
        instance.GetGlobal("g0")!.Value = Budget;
        if (isMetered)
        {
            instance.Store.Fuel = long.MaxValue;
        }

        var returned = instance.GetFunction(function)!.TryInvoke(arguments, out var results, out var trap);
        _statistics.Called(long.MaxValue - instance.Store.Fuel, !returned);
        return returned ? Text(results!) : KindOf(trap!.Code);
    }

    private static string Text(IEnumerable<Value> values) => string.Join(',', values.Select(value =>
        (value.Type == ValueKind.F32 && float.IsNaN(value.Single)) || (value.Type == ValueKind.F64 && double.IsNaN(value.Double))
            ? "nan" : WasmRun.Text([value])));

    // V8 has one word for some of our codes.
    private static string KindOf(TrapCode code) => code switch
    {
        TrapCode.Unreachable => "unreachable",
        TrapCode.IntegerDivideByZero => "zero",
        TrapCode.IntegerOverflow or TrapCode.InvalidConversionToInteger => "integer",
        TrapCode.MemoryOutOfBounds => "memory",
        TrapCode.UninitializedElement or TrapCode.IndirectCallTypeMismatch => "signature",
        TrapCode.TableOutOfBounds => "table",
        TrapCode.CallStackExhausted => "stack",
        _ => code.ToString(),
    };

    private static IEnumerable<ExportType> Globals(Module module) => module.Exports.Where(export => export.Type is ExternType.OfGlobal);

    private static string StateOf(Instance instance)
    {
        var memory = instance.GetMemory("memory")!;
        var hash = Convert.ToHexStringLower(SHA256.HashData(memory.GetSpan(0, (int)memory.Length)));
        return string.Join(' ', Globals(instance.Module).Select(export => Text([instance.GetGlobal(export.Name)!.Value])).Prepend(hash));
    }

    private Answer Ask(byte[] bytes, Module module, List<(string Function, Value[] Arguments)> calls)
    {
        _node ??= Start();
        _node.StandardInput.WriteLine(JsonSerializer.Serialize(new
        {
            wasm = Convert.ToBase64String(bytes),
            globals = Globals(module).Select(export => new[] { export.Name, ((ExternType.OfGlobal)export.Type).Type.Value.ToString() }),
            calls = calls.Select(call => new
            {
                name = call.Function,
                args = call.Arguments.Select(value => new[] { value.Type.ToString(), WasmRun.Text([value]) }),
                results = TypeOf(module, call.Function).Results.Select(kind => kind.ToString()),
            }),
        }));
        _node.StandardInput.Flush();
        var line = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended");
        return JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!;
    }

    private static FunctionType TypeOf(Module module, string name) =>
        ((ExternType.OfFunction)module.Exports.Single(export => export.Name == name).Type).Type;

    private static Process Start() => Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "fuzz", "v8", "run.mjs")])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private sealed record Answer(List<string> Outcomes, string State);
}
