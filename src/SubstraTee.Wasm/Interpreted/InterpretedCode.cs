using System.Runtime.InteropServices;

namespace SubstraTee.Wasm.Interpreted;

/// <summary>What a call of an interpreted function needs. Lies in native memory, in front of the function's code.</summary>
/// <remarks>
/// A frame is: arguments, which the results replace; return address and caller's instance; declared locals; operands. The
/// arguments are operands of the caller, so nothing is copied for a call.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InterpretedCode
{
    /// <summary>Slots for the return address and the caller's instance, between arguments and locals.</summary>
    public const int HeaderSlots = 2;

    public ushort* Start;

    /// <summary>Fuel of the first basic block.</summary>
    public uint EntryFuel;

    public int StackUnits;

    /// <summary>Slot of the return address; the one after it is for the caller's instance.</summary>
    public int ReturnSlot;

    public int LocalCount;
}
