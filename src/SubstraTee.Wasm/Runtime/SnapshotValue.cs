namespace SubstraTee.Wasm;

/// <summary>A value in a snapshot: references by what they mean, since addresses are of one store.</summary>
/// <param name="Type">Type of the value.</param>
/// <param name="Bits">Bits of a number; number of a function in the module's index space plus one, 0 for null.</param>
/// <param name="Extern">Object of the host.</param>
internal readonly record struct SnapshotValue(ValueKind Type, ulong Bits, object? Extern)
{
    public static unsafe SnapshotValue Of(Instance instance, ValueKind type, ulong slot) => type switch
    {
        ValueKind.FuncRef => new(type, slot == 0 ? 0 : (ulong)NumberOf(instance, (FunctionRecord*)slot) + 1, null),
        ValueKind.ExternRef => new(type, 0, instance.Store.ExternOf(slot)),
        _ => new(type, slot, null),
    };

    /// <summary>The slot that it is in an instance of the same module.</summary>
    public unsafe ulong In(Instance instance) => Type switch
    {
        ValueKind.FuncRef => Bits == 0 ? 0 : (ulong)instance.FunctionAt((int)Bits - 1),
        ValueKind.ExternRef => instance.Store.SlotOf(Extern),
        _ => Bits,
    };

    private static unsafe int NumberOf(Instance instance, FunctionRecord* record)
    {
        var content = instance.Module.Content;
        if (record->Instance == instance.Context)
        {
            return content.ImportedFunctions + record->Number;
        }

        for (var i = 0; i < content.ImportedFunctions; i++)
        {
            if (instance.Context->ImportedFunctions[i] == record)
            {
                return i;
            }
        }

        throw new InvalidOperationException("a table or global refers to a function of another instance, which a snapshot cannot hold");
    }
}
