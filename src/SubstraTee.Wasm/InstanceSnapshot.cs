using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

/// <summary>What an instance holds at one moment: memory, globals, tables, and which segments were dropped.</summary>
/// <remarks>
/// Belongs to no store and never changes. Instances made of it skip segments and start function, so that a module's
/// initialization is paid for once. Taken and restored between calls, never during one.
/// </remarks>
public sealed unsafe class InstanceSnapshot
{
    private readonly byte[] _memory;
    private readonly ulong _memoryLength;
    private readonly ImmutableArray<SnapshotValue> _globals;
    private readonly ImmutableArray<ImmutableArray<SnapshotValue>> _tables;
    private readonly ImmutableArray<uint> _dataLengths;
    private readonly ImmutableArray<uint> _elementCounts;

    private InstanceSnapshot(Instance instance)
    {
        Module = instance.Module;
        var context = instance.Context;
        var content = Module.Content;
        if (content is { Memory: not null, ImportsMemory: false })
        {
            _memoryLength = context->Memory->Length;
            _memory = _memoryLength <= int.MaxValue
                ? UsedPart(new ReadOnlySpan<byte>(context->Memory->Base, (int)_memoryLength)).ToArray()
                : throw new InvalidOperationException($"a memory of {_memoryLength} bytes is too large for a snapshot");
        }
        else
        {
            _memory = [];
        }

        _globals =
        [
            .. Enumerable.Range(0, content.GlobalValues.Count).Select(
                i => SnapshotValue.Of(instance, content.Globals[content.ImportedGlobals + i].Value, context->Globals[i])),
        ];
        _tables = [.. Enumerable.Range(content.ImportedTables, content.Tables.Count - content.ImportedTables).Select(i => TableOf(instance, i))];
        _dataLengths = [.. new ReadOnlySpan<uint>(context->DataLengths, content.Data.Length)];
        _elementCounts = [.. new ReadOnlySpan<uint>(context->ElementCounts, content.Elements.Length)];
        GC.KeepAlive(instance);
    }

    /// <summary>The module that it is of.</summary>
    public Module Module { get; }

    /// <summary>Takes what the instance owns; what it imports belongs to others and is left out.</summary>
    /// <exception cref="InvalidOperationException">A table or global refers to a function of another instance, or the memory has more than 2 GiB.</exception>
    public static InstanceSnapshot Take(Instance instance)
    {
        _ = instance.Store.Context;
        return new InstanceSnapshot(instance);
    }

    /// <summary>Brings an instance of the same module back to this state; what it imports stays as it is.</summary>
    /// <exception cref="ArgumentException">It is an instance of another module.</exception>
    /// <exception cref="InvalidOperationException">A call is under way, or the store's limits are smaller than what the snapshot holds.</exception>
    public void RestoreTo(Instance instance)
    {
        if (instance.Module != Module)
        {
            throw new ArgumentException("the snapshot is of another module", nameof(instance));
        }

        if (instance.Store.IsInCall)
        {
            throw new InvalidOperationException("code that runs would not see that its memory became smaller: restore between calls");
        }

        Fill(instance);
    }

    /// <summary>Gives an instance of the module, which no code of it knows yet or which rests, this state.</summary>
    internal void Fill(Instance instance)
    {
        var context = instance.Context;
        RestoreMemory(context);
        for (var i = 0; i < _globals.Length; i++)
        {
            context->Globals[i] = _globals[i].In(instance);
        }

        for (var i = 0; i < _tables.Length; i++)
        {
            RestoreTable(instance, context->Tables[Module.Content.ImportedTables + i], _tables[i]);
        }

        _dataLengths.AsSpan().CopyTo(new Span<uint>(context->DataLengths, _dataLengths.Length));
        _elementCounts.AsSpan().CopyTo(new Span<uint>(context->ElementCounts, _elementCounts.Length));
        GC.KeepAlive(instance);
    }

    private static ReadOnlySpan<byte> UsedPart(ReadOnlySpan<byte> memory) => memory[..(memory.LastIndexOfAnyExcept((byte)0) + 1)];

    private static ImmutableArray<SnapshotValue> TableOf(Instance instance, int table)
    {
        var record = instance.Context->Tables[table];
        var type = instance.Module.Content.Tables[table].Element;
        return [.. Enumerable.Range(0, (int)record->Length).Select(i => SnapshotValue.Of(instance, type, record->Elements[i]))];
    }

    private void RestoreMemory(InstanceContext* context)
    {
        if (Module.Content is not { Memory: not null, ImportsMemory: false })
        {
            return;
        }

        var memory = context->Memory;
        if (_memoryLength > (ulong)memory->CapPages * MemoryType.PageSize)
        {
            throw new InvalidOperationException("the snapshot's memory is larger than the store's limits allow");
        }

        _memory.CopyTo(new Span<byte>(memory->Base, _memory.Length));
        NativeMemory.Clear(memory->Base + _memory.Length, (nuint)(Math.Max(memory->Length, _memoryLength) - (ulong)_memory.Length));
        memory->Length = _memoryLength;
    }

    private static void RestoreTable(Instance instance, TableRecord* table, ImmutableArray<SnapshotValue> values)
    {
        if ((uint)values.Length > table->Cap)
        {
            throw new InvalidOperationException("the snapshot's table is larger than the store's limits allow");
        }

        instance.Store.MakeRoom(table, (uint)values.Length);
        table->Length = (uint)values.Length;
        for (var i = 0; i < values.Length; i++)
        {
            table->Elements[i] = values[i].In(instance);
        }
    }
}
