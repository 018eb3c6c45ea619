using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

// What running code sees of a store and its instances. These records lie in native memory that the store owns: they never
// move, no garbage collector looks into them, and they live until the store is disposed. Whoever calls into running code
// keeps the store alive for that time (GC.KeepAlive), so a pointer that code holds never dangles.

/// <summary>What all instances of a store share while they run.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StoreContext
{
    /// <summary>Fuel left; running code charges it and traps when it becomes negative.</summary>
    public long Fuel;

    /// <summary>Units of the call stack left (<see cref="FuelSchedule.CallStackUnits"/>); running code traps when they become negative.</summary>
    public long StackUnits;

    /// <summary>First free slot of the value stack, as seen by code that does not get its place from a caller's frame.</summary>
    public ulong* StackPointer;

    /// <summary>The instance that calls, for compiled code, whose convention has no argument for it; set before each call that can leave the instance.</summary>
    public InstanceContext* Caller;

    /// <summary>Where compiled code turns bits of an integer into a number, out of its compiler's sight.</summary>
    public uint Scratch;

    /// <summary>The lowest address that the thread's own stack may come to; set with each call from outside.</summary>
    public nuint NativeEnd;

    /// <summary>A weak handle to the <see cref="Store"/>.</summary>
    public nint Handle;
}

/// <summary>A linear memory. The base never changes: address space for the cap is reserved when the memory is made.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MemoryRecord
{
    public byte* Base;

    /// <summary>Bytes that may be accessed now, a multiple of the page size.</summary>
    public ulong Length;

    /// <summary>The most pages it may grow to: the smaller one of its type's maximum and the store's cap.</summary>
    public uint CapPages;

    /// <summary>Number in the store's list of memories.</summary>
    public int Number;
}

/// <summary>
/// A table. An element is null or the address of a <see cref="FunctionRecord"/>, so that code, signature and instance of an
/// element can never disagree; elements of externref tables are handles of the store, 0 for null.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TableRecord
{
    /// <summary>Changes when the table grows.</summary>
    public ulong* Elements;

    public uint Length;

    public uint Cap;

    /// <summary>Number in the store's list of tables.</summary>
    public int Number;
}

/// <summary>A function of an instance or of the host, as code calls it.</summary>
/// <remarks>
/// Calling convention of <see cref="Entry"/>: the record itself; the arguments' slots, in which the results come back, both
/// from the first slot on; and the instance that calls. The slots from the larger one of both counts on are free for the
/// callee. The callee takes its units of the call stack and gives them back; it traps by throwing
/// <see cref="WasmTrapException"/>, and whoever catches that restores units and stack pointer. An entry is never null.
/// Slots: integers and bits of floating-point numbers, 32-bit ones with an upper half of zero; references as in tables.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FunctionRecord
{
    public delegate*<FunctionRecord*, ulong*, InstanceContext*, void> Entry;

    /// <summary>The interpreter's code, or null when the interpreter may not or cannot go on with it by itself.</summary>
    public void* Interpreted;

    /// <summary>The compiled tier's entry in its own calling convention, or 0.</summary>
    public nint Typed;

    /// <summary>The instance whose function it is; for functions of the host, one that stands for the host.</summary>
    public InstanceContext* Instance;

    /// <summary>The type's number in the engine: equal for equal types, and only for them.</summary>
    public int Signature;

    /// <summary>Number among the instance's own functions, or among the store's host functions.</summary>
    public int Number;

    /// <summary>Calls until a faster tier is asked for; <see cref="TierSwitch.NeverCalled"/> until the first one.</summary>
    public int Heat;
}

/// <summary>An instance, as its code sees it. What it points to lies behind it, where <see cref="InstanceLayout"/> says, unless it is imported.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InstanceContext
{
    public StoreContext* Store;

    /// <summary>The memory, or an empty one. Never null.</summary>
    public MemoryRecord* Memory;

    /// <summary>The instance's own functions.</summary>
    public FunctionRecord* Functions;

    public FunctionRecord** ImportedFunctions;

    /// <summary>Values of the instance's own globals.</summary>
    public ulong* Globals;

    public ulong** ImportedGlobals;

    /// <summary>All tables, imported ones first.</summary>
    public TableRecord** Tables;

    /// <summary>Bytes left of each data segment: 0 once it is dropped.</summary>
    public uint* DataLengths;

    /// <summary>Elements left of each element segment: 0 once it is dropped.</summary>
    public uint* ElementCounts;

    /// <summary>Always zero, which .NET's compiler cannot know.</summary>
    public ulong Zero;

    /// <summary>Number in the store's list of instances.</summary>
    public int Number;
}
