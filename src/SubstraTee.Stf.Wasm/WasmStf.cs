using System.Diagnostics.CodeAnalysis;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm;

/// <summary>A state transition function whose code is a WebAssembly module.</summary>
/// <remarks>
/// Every call and getter runs in an instance of its own: nothing but the shard's state passes from one to the next. Fuel is
/// the call's meter, so the same call uses the same on every worker. Not for use by several threads.
/// </remarks>
public sealed class WasmStf : IStfExecution
{
    private static readonly StoreLimits Limits = new()
    {
        MaxMemoryBytes = (long)StfAbi.MaxMemoryPages * MemoryType.PageSize,
        MaxMemories = 1,
        MaxInstances = 1,
        MaxTables = 1,
        MaxTableElements = 65_536,
    };

    private readonly Engine _engine;
    private readonly Module _module;
    private readonly Linker _linker = new();
    private StfRun? _run;

    private WasmStf(Engine engine, Module module, ReadOnlyMemory<byte> schema, StfIdentity identity)
    {
        _engine = engine;
        _module = module;
        Schema = schema;
        Identity = identity;
        StfHost.Define(_linker, () => _run!);
    }

    /// <summary>The bytes of the schema that the module carries.</summary>
    public ReadOnlyMemory<byte> Schema { get; }

    /// <summary>What identifies it: name, version and schema from the module's own section, and the hash of all its bytes.</summary>
    public StfIdentity Identity { get; }

    /// <summary>The engine's options for state transition functions: metered, modules of at most <see cref="StfAbi.MaxModuleBytes"/>.</summary>
    public static EngineOptions EngineOptions { get; } =
        SubstraTee.Wasm.EngineOptions.Default with { ModuleLimits = ModuleLimits.Default with { MaxModuleBytes = StfAbi.MaxModuleBytes } };

    /// <summary>Loads a module: valid, with the exports, imports and schema section of the ABI.</summary>
    /// <param name="engine">An engine with <see cref="EngineOptions"/>.</param>
    /// <param name="code">The module's bytes, from anywhere; who knows their hash has to compare it.</param>
    /// <param name="stf">The function.</param>
    /// <param name="error">What is wrong with the module, and where.</param>
    public static bool TryLoad(
        Engine engine, ReadOnlySpan<byte> code, [NotNullWhen(true)] out WasmStf? stf, [NotNullWhen(false)] out string? error)
    {
        stf = null;
        if (!Module.TryLoad(engine, code, out var module, out var invalid))
        {
            error = invalid.ToString();
            return false;
        }

        error = ModuleCheck.FaultOf(module);
        if (error is not null)
        {
            return false;
        }

        var section = module.CustomSection(StfAbi.SchemaSection)!.Value;
        if (!StfSchema.TryRead(section.Span, out var schema))
        {
            error = $"the section '{StfAbi.SchemaSection}' does not decode as a schema";
            return false;
        }

        var identity = new StfIdentity(
            StfKind.WebAssembly, schema.Name, schema.StfVersion, StfIdentity.HashOfSchema(section.Span), Blake2b.Hash256(code));
        var loaded = new WasmStf(engine, module, section, identity);
        error = loaded.SetUpFault();
        stf = error is null ? loaded : null;
        return error is null;
    }

    /// <inheritdoc/>
    public void Genesis(IStfState state)
    {
        if (_module.Exports.Any(export => export.Name == StfAbi.Genesis))
        {
            Run(new StfRun(state, default, [], null, isReadOnly: false, null), StfAbi.Genesis, new ResourceMeter(StfAbi.GenesisFuel));
        }
    }

    /// <inheritdoc/>
    public StfCallOutcome? Execute(CallContext context, AccountId caller, ReadOnlySpan<byte> call)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = new StfRun(context.State, context.Block, call.ToArray(), caller, isReadOnly: false, context.Emit);
        var result = Run(run, StfAbi.Execute, context.Meter);
        return result switch
        {
            0 => new StfCallOutcome(true, 0, run.Output),
            StfAbi.NoCall => null,
            > 0 and <= StfAbi.MaxErrors => new StfCallOutcome(
                false, (uint)result - 1, run.Output.IsEmpty ? new byte[] { (byte)(result - 1) } : run.Output),
            _ => throw Meaningless(StfAbi.Execute, result),
        };
    }

    /// <inheritdoc/>
    public StfQueryOutcome Query(QueryContext context, AccountId? caller, ReadOnlySpan<byte> getter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = new StfRun(context.State, context.Block, getter.ToArray(), caller, isReadOnly: true, null);
        var result = Run(run, StfAbi.Query, context.Meter);
        return result switch
        {
            StfAbi.QueryResults.Answered => new StfQueryOutcome(QueryVerdict.Answered, 0, run.Output),
            StfAbi.QueryResults.NotAllowed => new StfQueryOutcome(QueryVerdict.NotAllowed, 0, default),
            StfAbi.QueryResults.SignatureRequired => new StfQueryOutcome(QueryVerdict.SignatureRequired, 0, default),
            StfAbi.QueryResults.UnknownGetter => new StfQueryOutcome(QueryVerdict.UnknownGetter, 0, default),
            >= StfAbi.QueryResults.Failed and < StfAbi.QueryResults.Failed + StfAbi.MaxErrors =>
                new StfQueryOutcome(QueryVerdict.Failed, (uint)(result - StfAbi.QueryResults.Failed), default),
            _ => throw Meaningless(StfAbi.Query, result),
        };
    }

    // What would fail before any call begins is told when the module is loaded. Without fuel, a start function does nothing.
    private string? SetUpFault()
    {
        using var store = new Store(_engine, Limits) { Fuel = 0 };
        return _linker.TryInstantiate(store, _module, out _, out var refused) || refused is { Trap.Code: TrapCode.OutOfFuel }
            ? null
            : $"the module cannot be set up: {refused}";
    }

    private int Run(StfRun run, string export, ResourceMeter meter)
    {
        var fuel = (long)Math.Min(meter.Remaining, long.MaxValue);
        using var store = new Store(_engine, Limits) { Fuel = fuel };
        _run = run;
        try
        {
            if (!_linker.TryInstantiate(store, _module, out var instance, out var refused))
            {
                throw Fault(meter, refused.Trap, refused.ToString());
            }

            if (!instance.GetFunction(export)!.TryInvoke([], out var results, out var trap))
            {
                throw Fault(meter, trap, trap.ToString());
            }

            return results.Length == 0 ? 0 : results[0].Int32;
        }
        finally
        {
            _run = null;
            // Nothing more is charged for what was exhausted.
            meter.Charge(Math.Min((ulong)(fuel - store.Fuel), meter.Remaining));
        }
    }

    // Out of fuel is the caller's doing, everything else the module's.
    private static Exception Fault(ResourceMeter meter, Trap? trap, string message)
    {
        if (trap is not { Code: TrapCode.OutOfFuel })
        {
            return new StfFaultException(trap is null ? StfFaultException.Unspecified : (byte)trap.Code, message);
        }

        meter.Charge(meter.Remaining);
        return new ResourcesExhaustedException();
    }

    private static StfFaultException Meaningless(string export, int result) =>
        new((byte)TrapCode.HostError, $"{export} returned {result}, which means nothing");
}
