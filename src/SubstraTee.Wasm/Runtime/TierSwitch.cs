namespace SubstraTee.Wasm;

/// <summary>Decides which tier runs a function: at its first call, and again when it became hot.</summary>
internal static unsafe class TierSwitch
{
    /// <summary>
    /// Calls of an interpreted function after which a faster tier is asked for: by then it has cost about as much as compiling it.
    /// </summary>
    public const int HotCalls = 1000;

    /// <summary>The same for a function with a loop, of which nobody knows how often it is gone through.</summary>
    public const int HotCallsOfLoops = 10;

    /// <summary>Fuel that a call from outside used that counts as a call more.</summary>
    public const int FuelPerCall = 128;

    /// <summary>The <see cref="FunctionRecord.Heat"/> of functions that no tier has yet.</summary>
    public const int NeverCalled = int.MinValue;

    /// <summary>Calls, in all instances, until a function is worth compiling.</summary>
    public static int HeatOf(ValidatedFunction function) => function.Traits.HasFlag(FunctionTraits.Loops) ? HotCallsOfLoops : HotCalls;

    /// <summary>Counts what an interpreted function did in a call from outside, as a single call may be all the work there is.</summary>
    public static void Worked(FunctionRecord* record, long fuel)
    {
        var calls = (int)Math.Min(fuel / FuelPerCall, HotCalls);
        record->Heat -= Math.Min(calls, Math.Max(record->Heat, 0));
        var instance = Store.Of(record->Instance).InstanceOf(record->Instance);
        instance.Module.Compiled?.CountWork(record->Number, calls);
    }

    /// <summary>The entry of functions that were never called.</summary>
    public static void FirstCall(FunctionRecord* record, ulong* slots, InstanceContext* caller)
    {
        Install(record);
        record->Entry(record, slots, caller);
    }

    /// <summary>
    /// What a tier does that cannot go on with a function by itself, before it calls its entry: a function that was never
    /// called gets its tier without a call, since a chain of such calls would fill the native stack; a hot one a faster tier.
    /// </summary>
    public static void Prepare(FunctionRecord* record)
    {
        if (record->Heat == NeverCalled)
        {
            Install(record);
        }
        else if (record->Heat < 0)
        {
            Heated(record);
        }
    }

    private static void Install(FunctionRecord* record)
    {
        var instance = Store.Of(record->Instance).InstanceOf(record->Instance);
        var engine = instance.Store.Engine;
        record->Heat = engine.Tier == ExecutionTier.Automatic && instance.Module.Compiled is { } compiled
            ? compiled.CountFirstCall(record->Number) : int.MaxValue;
        var compileFirst = engine.CanCompile && (engine.Tier == ExecutionTier.Compiled || record->Heat == 0);
        if ((!compileFirst || !engine.Compiler!.TryInstall(instance, record)) && !engine.Interpreter.TryInstall(instance, record))
        {
            throw new InvalidOperationException("the interpreter refused a validated function");
        }
    }

    // A function that was called often; it stays where it is when the faster tier refuses it.
    private static void Heated(FunctionRecord* record)
    {
        record->Heat = int.MaxValue;
        var instance = Store.Of(record->Instance).InstanceOf(record->Instance);
        instance.Store.Engine.Compiler?.TryInstall(instance, record);
    }
}
