using System.Globalization;
using System.Security.Cryptography;
using SubstraTee.Wasm;

namespace SubstraTee.Fuzz;

/// <summary>What came of running all functions of a module a few times, in a form that can be compared.</summary>
/// <param name="Calls">Each call.</param>
/// <param name="State">Hash of memory, globals and sizes afterwards.</param>
public sealed record WasmRun(IReadOnlyList<WasmCall> Calls, string State)
{
    private const long Fuel = 20_000;

    /// <summary>Runs a module in a fresh store; null when an import does not fit or a limit is met, as mutated modules do.</summary>
    public static WasmRun? Of(Engine engine, Module module, int seed, int rounds = 3)
    {
        using var store = new Store(engine, new StoreLimits { MaxMemoryBytes = 16 << 20, MaxTableElements = 10_000 }) { Fuel = Fuel };
        if (!Linker.TryInstantiate(store, module, out var instance, out var error))
        {
            return error.Trap is { } trap ? new WasmRun([new WasmCall("start", trap.Code.ToString(), Fuel - store.Fuel, true)], "") : null;
        }

        var random = new Random(seed);
        var calls = new List<WasmCall>();
        foreach (var export in Enumerable.Repeat(module.Exports, rounds).SelectMany(exports => exports))
        {
            if (export.Type is not ExternType.OfFunction)
            {
                continue;
            }

            var function = instance.GetFunction(export.Name)!;
            var arguments = function.FunctionType.Parameters.Select(kind => Argument(random, kind)).ToArray();
            store.Fuel = Fuel;
            var returned = function.TryInvoke(arguments, out var results, out var stopped);
            calls.Add(new WasmCall(export.Name, returned ? Text(results!) : stopped!.Code.ToString(), Fuel - store.Fuel, !returned));
        }

        return new WasmRun(calls, StateOf(instance));
    }

    /// <summary>What generated modules import.</summary>
    public static Linker Linker { get; } = new Linker()
        .Define("env", "h0", HostFunction.Create(static (Caller _, int x) => x + 1))
        .Define("env", "h1", HostFunction.Create(static (Caller _, double _, long y) => y))
        .Define("env", "h2", HostFunction.Create(static (Caller _, float _) => { }));

    /// <summary>Numbers by their bits, references by whether they are null.</summary>
    public static string Text(IEnumerable<Value> values) => string.Join(',', values.Select(value => value.Type switch
    {
        ValueKind.FuncRef => value.Function is null ? "null" : "ref",
        ValueKind.ExternRef => value.Extern is null ? "null" : "ref",
        _ => value.Bits.ToString("x", CultureInfo.InvariantCulture),
    }));

    /// <summary>All calls and the state, one a line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Calls.Select(call => call.ToString()).Append(State));

    internal static Value Argument(Random random, ValueKind kind) => kind switch
    {
        ValueKind.I32 => InterestingNumbers.Int32(random),
        ValueKind.I64 => InterestingNumbers.Int64(random),
        ValueKind.F32 => Value.FromBits(kind, InterestingNumbers.SingleBits(random, nanPayloads: false)),
        ValueKind.F64 => Value.FromBits(kind, (ulong)InterestingNumbers.DoubleBits(random, nanPayloads: false)),
        ValueKind.FuncRef => Value.FromFunction(null),
        _ => Value.FromExtern(null),
    };

    private static string StateOf(Instance instance)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var export in instance.Module.Exports)
        {
            if (instance.GetGlobal(export.Name) is { } global)
            {
                hash.AppendData(System.Text.Encoding.ASCII.GetBytes(Text([global.Value])));
            }
            else if (instance.GetMemory(export.Name) is { } memory)
            {
                hash.AppendData(memory.GetSpan(0, (int)memory.Length));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
