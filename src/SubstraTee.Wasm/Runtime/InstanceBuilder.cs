using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm;

/// <summary>Instantiates a module whose imports were found and fit (specification 2.0, section 4.5.4).</summary>
internal static unsafe class InstanceBuilder
{
    public static bool TryBuild(
        Store store, Module module, object[] imports, InstanceSnapshot? snapshot, [NotNullWhen(true)] out Instance? instance, [NotNullWhen(false)] out InstantiationError? error)
    {
        instance = null;
        error = LimitError(store, module.Content);
        if (error is not null)
        {
            return false;
        }

        var built = Allocate(store, module);
        Link(built, imports);
        Initialize(built);
        if (snapshot is not null)
        {
            snapshot.Fill(built);
            instance = built;
            return true;
        }

        var where = "segments";
        try
        {
            FillTables(built);
            FillMemory(built);
            where = "start function";
            if (module.Content.Start >= 0)
            {
                new Function(store, built.FunctionAt(module.Content.Start)).Call();
            }
        }
        catch (WasmTrapException exception)
        {
            error = new InstantiationError(InstantiationErrorKind.Trapped, where, exception.Trap);
            return false;
        }

        instance = built;
        return true;
    }

    private static InstantiationError? LimitError(Store store, ModuleContent content)
    {
        string? detail = null;
        if (!store.HasRoomForInstance)
        {
            detail = $"at most {store.Limits.MaxInstances} instances";
        }
        else if (content is { Memory: { } memory, ImportsMemory: false } && (memory.MinimumPages > store.MemoryCap(memory) || !store.HasRoomForMemory))
        {
            detail = $"a memory of {memory}; at most {store.Limits.MaxMemories} of {store.Limits.MaxMemoryBytes} bytes";
        }
        else
        {
            for (var i = content.ImportedTables; i < content.Tables.Count; i++)
            {
                if (content.Tables[i].Minimum > store.TableCap(content.Tables[i]) || !store.HasRoomForTables(i + 1 - content.ImportedTables))
                {
                    detail = $"a table of {content.Tables[i]}; at most {store.Limits.MaxTables} of {store.Limits.MaxTableElements} elements";
                    break;
                }
            }
        }

        return detail is null ? null : new InstantiationError(InstantiationErrorKind.LimitExceeded, detail);
    }

    private static Instance Allocate(Store store, Module module)
    {
        var (content, layout) = (module.Content, module.Layout);
        var context = (InstanceContext*)store.Allocate(layout.Bytes);
        var start = (byte*)context;
        context->Store = store.Context;
        context->Memory = (MemoryRecord*)(start + layout.Memory);
        context->Functions = (FunctionRecord*)(start + layout.Functions);
        context->ImportedFunctions = (FunctionRecord**)(start + layout.ImportedFunctions);
        context->Globals = (ulong*)(start + layout.Globals);
        context->ImportedGlobals = (ulong**)(start + layout.ImportedGlobals);
        context->Tables = (TableRecord**)(start + layout.TableAddresses);
        context->DataLengths = (uint*)(start + layout.DataLengths);
        context->ElementCounts = (uint*)(start + layout.ElementCounts);
        for (var i = content.ImportedTables; i < content.Tables.Count; i++)
        {
            context->Tables[i] = (TableRecord*)(start + layout.Tables) + (i - content.ImportedTables);
        }

        var instance = new Instance(store, module, context);
        context->Number = store.Add(instance);
        return instance;
    }

    private static void Link(Instance instance, object[] imports)
    {
        var context = instance.Context;
        var (functions, tables, globals) = (0, 0, 0);
        foreach (var import in imports)
        {
            switch (import)
            {
                case HostFunction host:
                    var record = (FunctionRecord*)instance.Store.Allocate(sizeof(FunctionRecord));
                    instance.Store.InitializeFunction(record, host);
                    context->ImportedFunctions[functions++] = record;
                    break;
                case Function function:
                    context->ImportedFunctions[functions++] = function.Record;
                    break;
                case Memory memory:
                    context->Memory = memory.Record;
                    break;
                case Table table:
                    context->Tables[tables++] = table.Record;
                    break;
                case Global global:
                    context->ImportedGlobals[globals++] = global.Cell;
                    break;
                default:
                    throw new InvalidOperationException($"unknown import {import}");
            }
        }
    }

    private static void Initialize(Instance instance)
    {
        var (store, content) = (instance.Store, instance.Module.Content);
        var context = instance.Context;
        for (var i = 0; i < content.Functions.Length; i++)
        {
            context->Functions[i] = new FunctionRecord
            {
                Entry = &TierSwitch.FirstCall,
                Instance = context,
                Signature = instance.Module.SignatureOf(content.Functions[i].Index),
                Number = i,
                Heat = TierSwitch.NeverCalled,
            };
        }

        if (content is { Memory: { } memory, ImportsMemory: false })
        {
            store.InitializeMemory(context->Memory, memory);
        }

        for (var i = content.ImportedTables; i < content.Tables.Count; i++)
        {
            store.InitializeTable(context->Tables[i], content.Tables[i]);
        }

        for (var i = 0; i < content.GlobalValues.Count; i++)
        {
            context->Globals[i] = instance.Evaluate(content.GlobalValues[i]);
        }

        for (var i = 0; i < content.Data.Length; i++)
        {
            context->DataLengths[i] = (uint)content.Data[i].Length;
        }

        for (var i = 0; i < content.Elements.Length; i++)
        {
            context->ElementCounts[i] = (uint)content.Elements[i].Items.Length;
        }
    }

    private static void FillTables(Instance instance)
    {
        var elements = instance.Module.Content.Elements;
        for (var i = 0; i < elements.Length; i++)
        {
            if (elements[i].Mode == SegmentMode.Active)
            {
                var offset = (uint)instance.Evaluate(elements[i].Offset);
                BulkOperations.CopyElements(instance, (uint)elements[i].Table, (uint)i, offset, 0, (uint)elements[i].Items.Length);
            }

            if (elements[i].Mode != SegmentMode.Passive)
            {
                BulkOperations.ElemDrop(instance.Context, (uint)i);
            }
        }
    }

    private static void FillMemory(Instance instance)
    {
        var data = instance.Module.Content.Data;
        for (var i = 0; i < data.Length; i++)
        {
            if (data[i].Mode == SegmentMode.Active)
            {
                BulkOperations.CopyData(instance, (uint)i, (uint)instance.Evaluate(data[i].Offset), 0, (uint)data[i].Length);
                BulkOperations.DataDrop(instance.Context, (uint)i);
            }
        }
    }
}
