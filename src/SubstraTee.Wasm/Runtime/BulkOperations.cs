using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>Instructions on ranges of memories and tables, the same code for every tier: bounds, then fuel, then the effect.</summary>
internal static unsafe class BulkOperations
{
    private const uint Failed = uint.MaxValue;

    public static void MemoryFill(InstanceContext* instance, uint address, uint value, uint count)
    {
        var memory = instance->Memory;
        CheckMemory(memory, address, count);
        Charge(instance, FuelSchedule.BytesCost(count));
        NativeMemory.Fill(memory->Base + address, count, (byte)value);
    }

    public static void MemoryCopy(InstanceContext* instance, uint to, uint from, uint count)
    {
        var memory = instance->Memory;
        CheckMemory(memory, to, count);
        CheckMemory(memory, from, count);
        Charge(instance, FuelSchedule.BytesCost(count));
        Buffer.MemoryCopy(memory->Base + from, memory->Base + to, count, count);
    }

    public static void MemoryInit(InstanceContext* instance, uint segment, uint to, uint from, uint count)
    {
        CheckData(instance, segment, to, from, count);
        Charge(instance, FuelSchedule.BytesCost(count));
        CopyData(Store.Of(instance).InstanceOf(instance), segment, to, from, count);
    }

    /// <summary>The same without fuel, as at instantiation.</summary>
    public static void CopyData(Instance instance, uint segment, uint to, uint from, uint count)
    {
        CheckData(instance.Context, segment, to, from, count);
        var content = instance.Module.Content;
        var source = content.Bytes.AsSpan(content.Data[segment].Start + (int)from, (int)count);
        source.CopyTo(new Span<byte>(instance.Context->Memory->Base + to, (int)count));
    }

    public static void DataDrop(InstanceContext* instance, uint segment) => instance->DataLengths[segment] = 0;

    /// <summary>The size before, in pages, or -1 as a 32-bit number.</summary>
    public static uint MemoryGrow(InstanceContext* instance, uint pages)
    {
        var memory = instance->Memory;
        if (!CanGrow(memory, pages))
        {
            return Failed;
        }

        Charge(instance, FuelSchedule.BytesCost((ulong)pages * MemoryType.PageSize));
        return Grow(memory, pages);
    }

    public static uint Grow(MemoryRecord* memory, uint pages)
    {
        if (!CanGrow(memory, pages))
        {
            return Failed;
        }

        var old = memory->Length;
        memory->Length = old + ((ulong)pages * MemoryType.PageSize);
        return (uint)(old / MemoryType.PageSize);
    }

    public static void TableFill(InstanceContext* instance, uint table, uint index, ulong value, uint count)
    {
        var record = instance->Tables[table];
        CheckTable(record, index, count);
        Charge(instance, FuelSchedule.ElementsCost(count));
        new Span<ulong>(record->Elements + index, (int)count).Fill(value);
    }

    public static void TableCopy(InstanceContext* instance, uint toTable, uint fromTable, uint to, uint from, uint count)
    {
        var target = instance->Tables[toTable];
        var source = instance->Tables[fromTable];
        CheckTable(target, to, count);
        CheckTable(source, from, count);
        Charge(instance, FuelSchedule.ElementsCost(count));
        Buffer.MemoryCopy(source->Elements + from, target->Elements + to, (ulong)count * sizeof(ulong), (ulong)count * sizeof(ulong));
    }

    public static void TableInit(InstanceContext* instance, uint table, uint segment, uint to, uint from, uint count)
    {
        CheckElements(instance, table, segment, to, from, count);
        Charge(instance, FuelSchedule.ElementsCost(count));
        CopyElements(Store.Of(instance).InstanceOf(instance), table, segment, to, from, count);
    }

    /// <summary>The same without fuel, as at instantiation.</summary>
    public static void CopyElements(Instance instance, uint table, uint segment, uint to, uint from, uint count)
    {
        CheckElements(instance.Context, table, segment, to, from, count);
        var elements = instance.Context->Tables[table]->Elements + to;
        foreach (ref readonly var item in instance.Module.Content.Elements[segment].Items.AsSpan((int)from, (int)count))
        {
            *elements++ = instance.Evaluate(item);
        }
    }

    public static void ElemDrop(InstanceContext* instance, uint segment) => instance->ElementCounts[segment] = 0;

    /// <summary>The size before, or -1 as a 32-bit number.</summary>
    public static uint TableGrow(InstanceContext* instance, uint table, ulong value, uint count)
    {
        var record = instance->Tables[table];
        if (!CanGrow(record, count))
        {
            return Failed;
        }

        Charge(instance, FuelSchedule.ElementsCost(count));
        return Grow(Store.Of(instance), record, count, value);
    }

    public static uint Grow(Store store, TableRecord* table, uint count, ulong value)
    {
        if (!CanGrow(table, count))
        {
            return Failed;
        }

        var old = table->Length;
        if (count > 0)
        {
            store.MakeRoom(table, old + count);
            new Span<ulong>(table->Elements + old, (int)count).Fill(value);
            table->Length = old + count;
        }

        return old;
    }

    public static ulong TableGet(InstanceContext* instance, uint table, uint index)
    {
        var record = instance->Tables[table];
        return index < record->Length ? record->Elements[index] : throw new WasmTrapException(TrapCode.TableOutOfBounds);
    }

    public static void TableSet(InstanceContext* instance, uint table, uint index, ulong value)
    {
        var record = instance->Tables[table];
        if (index >= record->Length)
        {
            throw new WasmTrapException(TrapCode.TableOutOfBounds);
        }

        record->Elements[index] = value;
    }

    private static bool CanGrow(MemoryRecord* memory, uint pages) => (memory->Length / MemoryType.PageSize) + pages <= memory->CapPages;

    private static bool CanGrow(TableRecord* table, uint count) => (ulong)table->Length + count <= table->Cap;

    private static void CheckMemory(MemoryRecord* memory, uint address, uint count)
    {
        if ((ulong)address + count > memory->Length)
        {
            throw new WasmTrapException(TrapCode.MemoryOutOfBounds);
        }
    }

    private static void CheckData(InstanceContext* instance, uint segment, uint to, uint from, uint count)
    {
        CheckMemory(instance->Memory, to, count);
        if ((ulong)from + count > instance->DataLengths[segment])
        {
            throw new WasmTrapException(TrapCode.MemoryOutOfBounds);
        }
    }

    private static void CheckElements(InstanceContext* instance, uint table, uint segment, uint to, uint from, uint count)
    {
        CheckTable(instance->Tables[table], to, count);
        if ((ulong)from + count > instance->ElementCounts[segment])
        {
            throw new WasmTrapException(TrapCode.TableOutOfBounds);
        }
    }

    private static void CheckTable(TableRecord* table, uint index, uint count)
    {
        if ((ulong)index + count > table->Length)
        {
            throw new WasmTrapException(TrapCode.TableOutOfBounds);
        }
    }

    private static void Charge(InstanceContext* instance, long fuel)
    {
        if ((instance->Store->Fuel -= fuel) < 0)
        {
            throw new WasmTrapException(TrapCode.OutOfFuel);
        }
    }
}
