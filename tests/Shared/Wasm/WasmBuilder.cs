using SubstraTee.Wasm;

namespace SubstraTee.Testing;

/// <summary>Puts modules together in the binary format, as a test or a fuzzer needs them. Imports have to come before what is defined.</summary>
internal sealed class WasmBuilder
{
    private readonly List<FunctionType> _types = [];
    private readonly List<WasmCode> _imports = [];
    private readonly List<(int Type, byte[] Body)> _functions = [];
    private readonly List<WasmCode> _tables = [];
    private readonly List<WasmCode> _memories = [];
    private readonly List<WasmCode> _globals = [];
    private readonly List<WasmCode> _exports = [];
    private readonly List<WasmCode> _elements = [];
    private readonly List<WasmCode> _data = [];
    private int _importedFunctions;
    private int _start = -1;

    public int FunctionCount => _importedFunctions + _functions.Count;

    public static FunctionType TypeOf(ValueKind[] parameters, params ValueKind[] results) => new([.. parameters], [.. results]);

    /// <summary>A module with one exported function <c>f</c>, and a memory of one page if it asks for one.</summary>
    public static byte[] Single(FunctionType type, WasmCode body, bool memory = false, params ValueKind[] locals)
    {
        var builder = new WasmBuilder();
        if (memory)
        {
            builder.Memory(1);
            builder.Export("memory", ExternKind.Memory, 0);
        }

        builder.Function(type, body, "f", locals);
        return builder.Build();
    }

    public int Type(FunctionType type)
    {
        var index = _types.IndexOf(type);
        if (index < 0)
        {
            index = _types.Count;
            _types.Add(type);
        }

        return index;
    }

    public int ImportFunction(string module, string name, FunctionType type)
    {
        _imports.Add(new WasmCode().Name(module).Name(name).Raw(0).Unsigned((ulong)Type(type)));
        return _importedFunctions++;
    }

    public void Import(string module, string name, MemoryType type) =>
        _imports.Add(new WasmCode().Name(module).Name(name).Raw(2).Raw([.. Limits(type.MinimumPages, type.MaximumPages).Bytes]));

    public void Import(string module, string name, TableType type) =>
        _imports.Add(new WasmCode().Name(module).Name(name).Raw(1, (byte)type.Element).Raw([.. Limits(type.Minimum, type.Maximum).Bytes]));

    public void Import(string module, string name, GlobalType type) =>
        _imports.Add(new WasmCode().Name(module).Name(name).Raw(3, (byte)type.Value, (byte)(type.Mutable ? 1 : 0)));

    /// <summary>A function; the end of its body is added.</summary>
    public int Function(FunctionType type, WasmCode body, string? export = null, params IReadOnlyList<ValueKind> locals)
    {
        var declared = new WasmCode().Unsigned((ulong)locals.Count);
        foreach (var local in locals)
        {
            declared.Raw(1, (byte)local);
        }

        return Function(type, [.. declared.Bytes, .. body.Bytes, (byte)Opcode.End], export);
    }

    /// <summary>A function with locals and code as they are.</summary>
    public int Function(FunctionType type, byte[] body, string? export = null)
    {
        _functions.Add((Type(type), body));
        var index = FunctionCount - 1;
        if (export is not null)
        {
            Export(export, ExternKind.Function, index);
        }

        return index;
    }

    public void Memory(uint minimum, uint? maximum = null) => _memories.Add(Limits(minimum, maximum));

    public void Table(ValueKind element, uint minimum, uint? maximum = null) =>
        _tables.Add(new WasmCode().Raw((byte)element).Raw([.. Limits(minimum, maximum).Bytes]));

    public void Global(ValueKind type, bool mutable, WasmCode value) =>
        _globals.Add(new WasmCode().Raw((byte)type, (byte)(mutable ? 1 : 0)).Raw([.. value.Bytes, (byte)Opcode.End]));

    public void Export(string name, ExternKind kind, int index) =>
        _exports.Add(new WasmCode().Name(name).Raw((byte)kind).Unsigned((ulong)index));

    public void Start(int function) => _start = function;

    /// <summary>Functions for a table; passive without an offset.</summary>
    public void Elements(int? offset, params ReadOnlySpan<int> functions)
    {
        var code = offset is { } at
            ? new WasmCode().Raw(0).Add(Opcode.I32Const, at).Add(Opcode.End)
            : new WasmCode().Raw(1, 0);
        code.Unsigned((ulong)functions.Length);
        foreach (var function in functions)
        {
            code.Unsigned((ulong)function);
        }

        _elements.Add(code);
    }

    /// <summary>Bytes for the memory; passive without an offset.</summary>
    public void Data(int? offset, params ReadOnlySpan<byte> bytes)
    {
        var code = offset is { } at ? new WasmCode().Raw(0).Add(Opcode.I32Const, at).Add(Opcode.End) : new WasmCode().Raw(1);
        _data.Add(code.Unsigned((ulong)bytes.Length).Raw(bytes));
    }

    public byte[] Build()
    {
        var module = new WasmCode().Raw("\0asm\u0001\0\0\0"u8);
        Section(module, 1, [.. _types.Select(TypeCode)]);
        Section(module, 2, _imports);
        Section(module, 3, [.. _functions.Select(function => new WasmCode().Unsigned((ulong)function.Type))]);
        Section(module, 4, _tables);
        Section(module, 5, _memories);
        Section(module, 6, _globals);
        Section(module, 7, _exports);
        if (_start >= 0)
        {
            var start = new WasmCode().Unsigned((ulong)_start);
            module.Raw(8).Unsigned((ulong)start.Bytes.Count).Raw([.. start.Bytes]);
        }

        Section(module, 9, _elements);
        if (_data.Count > 0)
        {
            var count = new WasmCode().Unsigned((ulong)_data.Count);
            module.Raw(12).Unsigned((ulong)count.Bytes.Count).Raw([.. count.Bytes]);
        }

        Section(module, 10, [.. _functions.Select(function => new WasmCode().Unsigned((ulong)function.Body.Length).Raw(function.Body))]);
        Section(module, 11, _data);
        return [.. module.Bytes];
    }

    private static void Section(WasmCode module, byte id, List<WasmCode> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        var content = new WasmCode().Unsigned((ulong)items.Count);
        foreach (var item in items)
        {
            content.Raw([.. item.Bytes]);
        }

        module.Raw(id).Unsigned((ulong)content.Bytes.Count).Raw([.. content.Bytes]);
    }

    private static WasmCode TypeCode(FunctionType type)
    {
        var code = new WasmCode().Raw(0x60).Unsigned((ulong)type.Parameters.Length).Raw([.. type.Parameters.Select(one => (byte)one)]);
        return code.Unsigned((ulong)type.Results.Length).Raw([.. type.Results.Select(one => (byte)one)]);
    }

    private static WasmCode Limits(uint minimum, uint? maximum) => maximum is { } most
        ? new WasmCode().Raw(1).Unsigned(minimum).Unsigned(most)
        : new WasmCode().Raw(0).Unsigned(minimum);
}
