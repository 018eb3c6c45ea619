using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Fuzz;

/// <summary>Makes valid modules by chance, in which every instruction occurs.</summary>
/// <remarks>
/// Everything that a module can have is there: several types, functions of the host, two memories' worth of pages, tables of
/// functions and of objects, globals, passive and active segments. Functions are exported as <c>f0</c>, <c>f1</c>, …, the
/// memory as <c>memory</c>, globals as <c>g0</c>, <c>g1</c>, …; what they import is described at <see cref="Imports"/>.
/// </remarks>
public sealed class WasmGenerator
{
    /// <summary>Functions of the host: names and types. The first gives its argument plus one; the others the first argument of their results' types, or zero.</summary>
    public static IReadOnlyList<(string Name, FunctionType Type)> Imports { get; } =
    [
        ("h0", new FunctionType([ValueKind.I32], [ValueKind.I32])),
        ("h1", new FunctionType([ValueKind.F64, ValueKind.I64], [ValueKind.I64])),
        ("h2", new FunctionType([ValueKind.F32], [])),
    ];

    internal const int BudgetGlobal = 0;
    internal const int FirstTableElements = 12;

    private static readonly ValueKind[] Numbers = [ValueKind.I32, ValueKind.I64, ValueKind.F32, ValueKind.F64];

    private readonly Random _random;
    private readonly WasmShape _shape;
    private readonly WasmBuilder _builder = new();
    private readonly List<FunctionType> _functions = [];
    private readonly List<GlobalType> _globals = [];

    private WasmGenerator(Random random, WasmShape shape)
    {
        _random = random;
        _shape = shape;
    }

    /// <summary>A module by the next numbers of a sequence.</summary>
    public static byte[] Generate(Random random, WasmShape shape) => new WasmGenerator(random, shape).Module();

    private byte[] Module()
    {
        foreach (var (name, type) in Imports)
        {
            _builder.ImportFunction("env", name, type);
            _functions.Add(type);
        }

        var own = 1 + _random.Next(5);
        for (var i = 0; i < own; i++)
        {
            _functions.Add(new FunctionType([.. Kinds(5, anyKind: true)], [.. Kinds(_random.Next(8) == 0 ? 12 : 3, anyKind: true)]));
        }

        _builder.Memory(1, 3);
        _builder.Export("memory", ExternKind.Memory, 0);
        _builder.Table(ValueKind.FuncRef, FirstTableElements, 20);
        _builder.Table(ValueKind.ExternRef, 4);
        _builder.Table(ValueKind.FuncRef, 5, 9);
        Globals();
        Segments(own);
        for (var i = 0; i < own; i++)
        {
            Function(i);
        }

        return _builder.Build();
    }

    private void Globals()
    {
        Global(ValueKind.I32, true, new WasmCode().Add(Opcode.I32Const, 2000));
        foreach (var kind in Numbers)
        {
            Global(kind, true, Constant(kind));
            Global(kind, _random.Next(2) == 0, Constant(kind));
        }

        Global(ValueKind.FuncRef, true, new WasmCode().Add(Opcode.RefFunc, _random.Next(_functions.Count)));
        Global(ValueKind.ExternRef, true, new WasmCode().Add(Opcode.RefNull, (long)ValueKind.ExternRef));
    }

    private void Global(ValueKind kind, bool mutable, WasmCode value)
    {
        _builder.Global(kind, mutable, value);
        _builder.Export($"g{_globals.Count}", ExternKind.Global, _globals.Count);
        _globals.Add(new GlobalType(kind, mutable));
    }

    private void Segments(int own)
    {
        // All functions are in the table, so that each of them may be named by ref.func and called through it.
        _builder.Elements(1, [.. Enumerable.Range(0, Math.Min(Imports.Count + own, FirstTableElements - 2))]);
        _builder.Elements(null, [.. Enumerable.Range(0, 6).Select(_ => _random.Next(_functions.Count))]);
        var bytes = new byte[64];
        _random.NextBytes(bytes);
        _builder.Data(_random.Next(1000), bytes);
        _builder.Data(null, bytes);
    }

    private void Function(int number)
    {
        var type = _functions[Imports.Count + number];
        ValueKind[] locals = [.. Numbers.Where(_ => _random.Next(3) > 0), ValueKind.I32, .. Kinds(4, anyKind: true)];
        var body = new BodyGenerator(_random, _shape, _builder, _functions, _globals, [.. type.Parameters, .. locals], type);
        _builder.Function(type, body.Generate(), $"f{number}", locals);
    }

    private List<ValueKind> Kinds(int most, bool anyKind) => Enumerable.Range(0, _random.Next(most + 1)).Select(_ =>
        anyKind && _random.Next(8) == 0 ? (_random.Next(2) == 0 ? ValueKind.FuncRef : ValueKind.ExternRef) : Numbers[_random.Next(4)]).ToList();

    private WasmCode Constant(ValueKind kind) => kind switch
    {
        ValueKind.I32 => new WasmCode().Add(Opcode.I32Const, InterestingNumbers.Int32(_random)),
        ValueKind.I64 => new WasmCode().Add(Opcode.I64Const, InterestingNumbers.Int64(_random)),
        ValueKind.F32 => new WasmCode().Add(Opcode.F32Const, InterestingNumbers.SingleBits(_random, _shape.ShowsNaNs)),
        _ => new WasmCode().Add(Opcode.F64Const, InterestingNumbers.DoubleBits(_random, _shape.ShowsNaNs)),
    };
}
