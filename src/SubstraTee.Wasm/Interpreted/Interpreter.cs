using System.Runtime.InteropServices;

namespace SubstraTee.Wasm.Interpreted;

/// <summary>The tier that generates no code: one loop over the code that <see cref="Translator"/> makes.</summary>
internal sealed unsafe partial class Interpreter : ITier
{
    // What a frame returns to that was entered from other code: two units, so that the unit before it, which is taken for the
    // place of the frame in its caller's, is zero.
    private static readonly ushort* ExitCode = MakeExitCode();

    public bool TryInstall(Instance instance, FunctionRecord* record)
    {
        record->Interpreted = instance.Module.Interpreted.CodeOf(record->Number);
        record->Entry = &Enter;
        return true;
    }

    /// <summary>The entry of every interpreted function.</summary>
    private static void Enter(FunctionRecord* record, ulong* slots, InstanceContext* caller)
    {
        if (--record->Heat < 0)
        {
            TierSwitch.Prepare(record);
            if (record->Interpreted == null)
            {
                record->Entry(record, slots, caller);
                return;
            }
        }

        var code = (InterpretedCode*)record->Interpreted;
        var store = record->Instance->Store;
        var fuel = store->Fuel;
        if ((store->StackUnits -= code->StackUnits) < 0)
        {
            throw new WasmTrapException(TrapCode.CallStackExhausted);
        }

        if ((store->Fuel -= code->EntryFuel) < 0)
        {
            throw new WasmTrapException(TrapCode.OutOfFuel);
        }

        slots[code->ReturnSlot] = (ulong)ExitCode;
        var local = slots + code->ReturnSlot + InterpretedCode.HeaderSlots;
        for (var end = local + code->LocalCount; local < end; local++)
        {
            *local = 0;
        }

        Run(record->Instance, slots, code->Start);

        if (fuel - store->Fuel >= TierSwitch.FuelPerCall)
        {
            TierSwitch.Worked(record, fuel - store->Fuel);
        }
    }

    private static ushort* MakeExitCode()
    {
        var code = (ushort*)NativeMemory.Alloc(2, sizeof(ushort));
        code[0] = 0;
        code[1] = (ushort)Op.Exit;
        return code + 1;
    }
}
