using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SubstraTee.Wasm;

internal sealed partial class ModuleDecoder
{
    private void Types(ref WasmReader reader)
    {
        var types = new FunctionType[reader.Count("types", _limits.MaxTypes)];
        for (var i = 0; i < types.Length; i++)
        {
            var offset = reader.Position;
            var form = reader.U8();
            if (form != 0x60)
            {
                WasmReader.Malformed(offset, $"malformed type form {form:x2}");
            }

            types[i] = new FunctionType(ValueKindList(ref reader, "parameters", _limits.MaxParameters), ValueKindList(ref reader, "results", _limits.MaxResults));
        }

        _module.Types = types;
    }

    private static ImmutableArray<ValueKind> ValueKindList(ref WasmReader reader, string what, int limit)
    {
        var types = new ValueKind[reader.Count(what, limit)];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = reader.ValueKind();
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(types);
    }

    private void Imports(ref WasmReader reader)
    {
        var count = reader.Count("imports", _limits.MaxImports);
        for (var i = 0; i < count; i++)
        {
            var module = reader.Name(_limits.MaxNameBytes);
            var name = reader.Name(_limits.MaxNameBytes);
            _module.Imports.Add(new ImportType(module, name, Import(ref reader)));
        }
    }

    private ExternType Import(ref WasmReader reader)
    {
        var offset = reader.Position;
        switch (reader.U8())
        {
            case 0:
                var index = TypeIndex(ref reader);
                AddFunction(index, offset);
                _module.ImportedFunctions++;
                return new ExternType.OfFunction(_module.Types[index]);
            case 1:
                var table = AddTable(ref reader);
                _module.ImportedTables++;
                return new ExternType.OfTable(table);
            case 2:
                var memory = SetMemory(ref reader);
                _module.ImportsMemory = true;
                return new ExternType.OfMemory(memory);
            case 3:
                var global = GlobalType(ref reader);
                AddGlobal(global, offset);
                _module.ImportedGlobals++;
                return new ExternType.OfGlobal(global);
            default:
                WasmReader.Malformed(offset, "malformed import kind");
                throw new InvalidOperationException("not reached");
        }
    }

    private void Functions(ref WasmReader reader)
    {
        _ownFunctions = reader.Count("functions", _limits.MaxFunctions);
        for (var i = 0; i < _ownFunctions; i++)
        {
            var offset = reader.Position;
            AddFunction(TypeIndex(ref reader), offset);
        }
    }

    private void Tables(ref WasmReader reader)
    {
        var count = reader.Count("tables", _limits.MaxTables);
        for (var i = 0; i < count; i++)
        {
            AddTable(ref reader);
        }
    }

    private void Memories(ref WasmReader reader)
    {
        var count = reader.Count("memories", int.MaxValue);
        for (var i = 0; i < count; i++)
        {
            SetMemory(ref reader);
        }
    }

    private void Globals(ref WasmReader reader)
    {
        var count = reader.Count("globals", _limits.MaxGlobals);
        for (var i = 0; i < count; i++)
        {
            var offset = reader.Position;
            var type = GlobalType(ref reader);
            _module.GlobalValues.Add(Constant(ref reader, type.Value));
            AddGlobal(type, offset);
        }
    }

    private void Exports(ref WasmReader reader)
    {
        var count = reader.Count("exports", _limits.MaxExports);
        var names = new HashSet<string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var offset = reader.Position;
            var name = reader.Name(_limits.MaxNameBytes);
            if (!names.Add(name))
            {
                throw Invalid(offset, $"duplicate export name");
            }

            offset = reader.Position;
            var kind = reader.U8();
            var index = reader.U32();
            if (kind > 3)
            {
                WasmReader.Malformed(offset, "malformed export kind");
            }

            _module.Exports.Add(new ExportType(name, Exported(offset, (ExternKind)kind, index)) { Index = (int)index });
        }
    }

    private ExternType Exported(int offset, ExternKind kind, uint index)
    {
        switch (kind)
        {
            case ExternKind.Function when index < (uint)_module.FunctionTypeIndices.Count:
                _declaredFunctions.Add((int)index);
                return new ExternType.OfFunction(_module.TypeOf((int)index));
            case ExternKind.Table when index < (uint)_module.Tables.Count:
                return new ExternType.OfTable(_module.Tables[(int)index]);
            case ExternKind.Memory when index == 0 && _module.Memory is { } memory:
                return new ExternType.OfMemory(memory);
            case ExternKind.Global when index < (uint)_module.Globals.Count:
                return new ExternType.OfGlobal(_module.Globals[(int)index]);
            default:
                throw Invalid(offset, $"unknown {kind.ToString().ToLowerInvariant()} {index}");
        }
    }

    private void Start(ref WasmReader reader)
    {
        var offset = reader.Position;
        var index = FunctionIndex(ref reader);
        var type = _module.TypeOf(index);
        if (type.Parameters.Length > 0 || type.Results.Length > 0)
        {
            throw Invalid(offset, "start function must take and give nothing");
        }

        _module.Start = index;
    }

    private int TypeIndex(ref WasmReader reader)
    {
        var offset = reader.Position;
        var index = reader.U32();
        return index < (uint)_module.Types.Length ? (int)index : throw Invalid(offset, $"unknown type {index}");
    }

    private int FunctionIndex(ref WasmReader reader)
    {
        var offset = reader.Position;
        var index = reader.U32();
        return index < (uint)_module.FunctionTypeIndices.Count ? (int)index : throw Invalid(offset, $"unknown function {index}");
    }

    private void AddFunction(int typeIndex, int offset)
    {
        if (_module.FunctionTypeIndices.Count >= _limits.MaxFunctions)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, offset, $"more than {_limits.MaxFunctions} functions");
        }

        _module.FunctionTypeIndices.Add(typeIndex);
    }

    private TableType AddTable(ref WasmReader reader)
    {
        var offset = reader.Position;
        var element = reader.ReferenceType();
        var (minimum, maximum) = Limits(ref reader, uint.MaxValue, "size minimum must not be greater than maximum");
        if (_module.Tables.Count >= _limits.MaxTables)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, offset, $"more than {_limits.MaxTables} tables");
        }

        var table = new TableType(element, minimum, maximum);
        _module.Tables.Add(table);
        return table;
    }

    private MemoryType SetMemory(ref WasmReader reader)
    {
        var offset = reader.Position;
        var (minimum, maximum) = Limits(ref reader, MemoryType.PageLimit, "memory size must be at most 65536 pages (4GiB)");
        if (_module.Memory is not null)
        {
            throw Invalid(offset, "multiple memories");
        }

        return _module.Memory = new MemoryType(minimum, maximum);
    }

    private static (uint Minimum, uint? Maximum) Limits(ref WasmReader reader, uint limit, string tooLarge)
    {
        var offset = reader.Position;
        var flags = reader.U8();
        if (flags > 1)
        {
            WasmReader.Malformed(offset, flags >= 0x80 ? "integer representation too long" : "integer too large: malformed limits flags");
        }

        var minimum = reader.U32();
        uint? maximum = flags == 1 ? reader.U32() : null;
        if (minimum > limit || maximum > limit)
        {
            throw Invalid(offset, tooLarge);
        }

        return minimum > maximum ? throw Invalid(offset, "size minimum must not be greater than maximum") : (minimum, maximum);
    }

    private void AddGlobal(GlobalType type, int offset)
    {
        if (_module.Globals.Count >= _limits.MaxGlobals)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, offset, $"more than {_limits.MaxGlobals} globals");
        }

        _module.Globals.Add(type);
    }

    private static GlobalType GlobalType(ref WasmReader reader)
    {
        var type = reader.ValueKind();
        var offset = reader.Position;
        var mutability = reader.U8();
        if (mutability > 1)
        {
            WasmReader.Malformed(offset, "malformed mutability");
        }

        return new GlobalType(type, mutability == 1);
    }
}
