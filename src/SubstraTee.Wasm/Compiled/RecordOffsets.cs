using System.Runtime.InteropServices;

namespace SubstraTee.Wasm.Compiled;

/// <summary>Where compiled code finds the fields of the records that it shares with the other tiers.</summary>
internal static class RecordOffsets
{
    public static readonly int StoreFuel = Of<StoreContext>(nameof(StoreContext.Fuel));
    public static readonly int StoreUnits = Of<StoreContext>(nameof(StoreContext.StackUnits));
    public static readonly int StoreStackPointer = Of<StoreContext>(nameof(StoreContext.StackPointer));
    public static readonly int StoreCaller = Of<StoreContext>(nameof(StoreContext.Caller));
    public static readonly int StoreScratch = Of<StoreContext>(nameof(StoreContext.Scratch));
    public static readonly int StoreNativeEnd = Of<StoreContext>(nameof(StoreContext.NativeEnd));
    public static readonly int MemoryBase = Of<MemoryRecord>(nameof(MemoryRecord.Base));
    public static readonly int MemoryLength = Of<MemoryRecord>(nameof(MemoryRecord.Length));
    public static readonly int TableSize = Marshal.SizeOf<TableRecord>();
    public static readonly int TableElements = Of<TableRecord>(nameof(TableRecord.Elements));
    public static readonly int TableLength = Of<TableRecord>(nameof(TableRecord.Length));
    public static readonly int FunctionEntry = Of<FunctionRecord>(nameof(FunctionRecord.Entry));
    public static readonly int FunctionTyped = Of<FunctionRecord>(nameof(FunctionRecord.Typed));
    public static readonly int FunctionInstance = Of<FunctionRecord>(nameof(FunctionRecord.Instance));
    public static readonly int FunctionHeat = Of<FunctionRecord>(nameof(FunctionRecord.Heat));
    public static readonly int FunctionSize = Marshal.SizeOf<FunctionRecord>();
    public static readonly int FunctionSignature = Of<FunctionRecord>(nameof(FunctionRecord.Signature));
    public static readonly int InstanceStore = Of<InstanceContext>(nameof(InstanceContext.Store));
    public static readonly int InstanceZero = Of<InstanceContext>(nameof(InstanceContext.Zero));
    public static readonly int InstanceMemory = Of<InstanceContext>(nameof(InstanceContext.Memory));

    private static int Of<T>(string field)
        where T : unmanaged => (int)Marshal.OffsetOf<T>(field);
}
