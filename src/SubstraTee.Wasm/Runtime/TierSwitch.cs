namespace SubstraTee.Wasm;

/// <summary>Decides which tier runs a function: at its first call, and again when it became hot.</summary>
internal static unsafe class TierSwitch
{
    /// <summary>Calls of an interpreted function after which a faster tier is asked for.</summary>
    public const int HotCalls = 1000;

    /// <summary>The entry of functions that were never called.</summary>
    public static void FirstCall(FunctionRecord* record, ulong* slots, InstanceContext* caller)
    {
        Install(record);
        record->Entry(record, slots, caller);
    }

    /// <summary>Gives a function its first tier.</summary>
    public static void Install(FunctionRecord* record)
    {
        var instance = Store.Of(record->Instance).InstanceOf(record->Instance);
        var engine = instance.Store.Engine;
        record->Heat = engine.Tier == ExecutionTier.Automatic && engine.Compiler is not null ? HotCalls : int.MaxValue;
        var compileFirst = engine.Tier == ExecutionTier.Compiled && engine.Compiler is not null;
        if ((!compileFirst || !engine.Compiler!.TryInstall(instance, record)) && !engine.Interpreter.TryInstall(instance, record))
        {
            throw new InvalidOperationException("the interpreter refused a validated function");
        }
    }

    /// <summary>Moves a function that was called often to the faster tier; it stays where it is when that one refuses.</summary>
    public static void Heated(FunctionRecord* record)
    {
        record->Heat = int.MaxValue;
        var instance = Store.Of(record->Instance).InstanceOf(record->Instance);
        instance.Store.Engine.Compiler?.TryInstall(instance, record);
    }
}
