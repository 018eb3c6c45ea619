namespace SubstraTee.Wasm;

/// <summary>
/// Where the parts of an instance lie behind its <see cref="InstanceContext"/>: one block of native memory holds them all, at
/// distances that are the same for every instance of a module, so that compiled code reaches them without going through a pointer.
/// </summary>
internal sealed unsafe class InstanceLayout
{
    public InstanceLayout(ModuleContent content)
    {
        // In the order of falling alignment.
        var end = sizeof(InstanceContext);
        Memory = Part(ref end, 1, sizeof(MemoryRecord));
        Functions = Part(ref end, content.Functions.Length, sizeof(FunctionRecord));
        Tables = Part(ref end, content.Tables.Count - content.ImportedTables, sizeof(TableRecord));
        ImportedFunctions = Part(ref end, content.ImportedFunctions, sizeof(ulong));
        Globals = Part(ref end, content.GlobalValues.Count, sizeof(ulong));
        ImportedGlobals = Part(ref end, content.ImportedGlobals, sizeof(ulong));
        TableAddresses = Part(ref end, content.Tables.Count, sizeof(ulong));
        DataLengths = Part(ref end, content.Data.Length, sizeof(uint));
        ElementCounts = Part(ref end, content.Elements.Length, sizeof(uint));
        Bytes = end;
    }

    /// <summary>The record of the instance's own memory.</summary>
    public int Memory { get; }

    /// <summary>Records of the instance's own functions.</summary>
    public int Functions { get; }

    /// <summary>Records of the instance's own tables.</summary>
    public int Tables { get; }

    /// <summary>Addresses of the records of imported functions.</summary>
    public int ImportedFunctions { get; }

    /// <summary>Values of the instance's own globals.</summary>
    public int Globals { get; }

    /// <summary>Addresses of the values of imported globals.</summary>
    public int ImportedGlobals { get; }

    /// <summary>Addresses of the records of all tables, imported ones first.</summary>
    public int TableAddresses { get; }

    /// <summary>Bytes left of each data segment.</summary>
    public int DataLengths { get; }

    /// <summary>Elements left of each element segment.</summary>
    public int ElementCounts { get; }

    /// <summary>Bytes of the whole block.</summary>
    public int Bytes { get; }

    private static int Part(ref int end, int count, int size)
    {
        var start = end;
        end = checked(end + (count * size));
        return start;
    }
}
