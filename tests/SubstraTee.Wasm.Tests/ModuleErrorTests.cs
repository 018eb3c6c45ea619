using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>What is refused, with which words and at which byte; and that every limit has its edge where it says.</summary>
public class ModuleErrorTests
{
    [Fact]
    public void A_refusal_names_function_offset_and_reason()
    {
        var module = WasmBuilder.Single(Wasm.ToI32, Wasm.Code.Add(Opcode.I64Const, 1));
        var error = Wasm.Refusal(module);

        Assert.Equal(ModuleErrorKind.Invalid, error.Kind);
        Assert.Equal("wasm_invalid", error.Code);
        Assert.Equal(0, error.Function);
        Assert.Equal((byte)Opcode.End, module[error.Offset]);
        Assert.Equal($"type mismatch: i64 where i32 is expected (function 0, offset 0x{error.Offset:x})", error.ToString());
    }

    [Theory]
    [InlineData("", "unexpected end")]
    [InlineData("00", "unexpected end")]
    [InlineData("0061736E01000000", "magic header not detected")]
    [InlineData("0061736D02000000", "unknown binary version")]
    [InlineData("0061736D01000000010560", "length out of bounds: section of 5 bytes, 1 are left")]
    [InlineData("0061736D010000000106FFFFFFFF0F00", "unexpected end: 4294967295 types, but only 1 bytes are left")]
    [InlineData("0061736D0100000001070160FFFFFFFF0F", "unexpected end: 4294967295 parameters, but only 0 bytes are left")]
    [InlineData("0061736D010000000D00", "malformed section id 13")]
    [InlineData("0061736D01000000030100010100", "unexpected content after last section")]
    public void Bytes_that_are_no_module_are_malformed(string hex, string reason)
    {
        var error = Wasm.Refusal(Convert.FromHexString(hex));

        Assert.Equal(ModuleErrorKind.Malformed, error.Kind);
        Assert.StartsWith(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_beginning_of_a_module_is_refused()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("a", "b", Wasm.Nothing);
        builder.Table(ValueKind.FuncRef, 1);
        builder.Memory(1);
        builder.Global(ValueKind.I64, mutable: false, Wasm.Code.Add(Opcode.I64Const, long.MinValue));
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0), "f");
        builder.Elements(0, 0);
        builder.Data(0, 1, 2, 3);
        var module = builder.Build();
        Assert.True(Module.TryLoad(Wasm.Interpreted, module, out _, out _));

        // Cut between two sections, a module without functions is a module: the count of functions and bodies differs in no other.
        var accepted = Enumerable.Range(0, module.Length).Count(length => Module.TryLoad(Wasm.Interpreted, module.AsSpan(0, length), out _, out _));
        Assert.Equal(3, accepted);
    }

    [Fact]
    public void Limits_of_modules_have_their_edge_where_they_say()
    {
        var limits = ModuleLimits.Default;
        AtEdge(limits with { MaxModuleBytes = 40 }, 40, length => Padded(length));
        AtEdge(limits with { MaxFunctionBytes = 10 }, 10, length => Body(length - 2, _ => Wasm.Code.Add(Opcode.Nop)));
        AtEdge(limits with { MaxTypes = 3 }, 3, count => Types(count));
        AtEdge(limits with { MaxFunctions = 3 }, 3, count => Many(count, builder => builder.Function(Wasm.Nothing, Wasm.Code)));
        AtEdge(limits with { MaxImports = 3 }, 3, count => Many(count, builder => builder.ImportFunction("", "", Wasm.Nothing)));
        AtEdge(limits with { MaxExports = 3 }, 3, count => Many(count, Exported));
        AtEdge(limits with { MaxGlobals = 3 }, 3, count => Many(count, builder => builder.Global(ValueKind.I32, true, Wasm.Code.Add(Opcode.I32Const, 0))));
        AtEdge(limits with { MaxTables = 3 }, 3, count => Many(count, builder => builder.Table(ValueKind.FuncRef, 0)));
        AtEdge(limits with { MaxSegments = 3 }, 3, count => Many(count, builder => builder.Data(null)));
        AtEdge(limits with { MaxSegments = 3 }, 3, count => Many(count, builder => builder.Elements(null)));
        AtEdge(limits with { MaxParameters = 3 }, 3, count => Many(1, builder => builder.Type(WasmBuilder.TypeOf([.. Enumerable.Repeat(ValueKind.I32, count)]))));
        AtEdge(limits with { MaxResults = 3 }, 3, count => Many(1, builder => builder.Type(WasmBuilder.TypeOf([], [.. Enumerable.Repeat(ValueKind.I32, count)]))));
        AtEdge(limits with { MaxLocals = 3 }, 3, count => WasmBuilder.Single(Wasm.Nothing, Wasm.Code, locals: [.. Enumerable.Repeat(ValueKind.I64, count)]));
        AtEdge(limits with { MaxOperands = 3 }, 3, count => Body(count, _ => Wasm.Code.Add(Opcode.I32Const, 0), Opcode.Unreachable));
        AtEdge(limits with { MaxNesting = 3 }, 3, count => Nested(count));
        AtEdge(limits with { MaxBranchTableTargets = 3 }, 3, count => BranchTable(count));
        AtEdge(limits with { MaxNameBytes = 3 }, 3, count => Many(1, builder => builder.ImportFunction("", new string('x', count), Wasm.Nothing)));
    }

    [Fact]
    public void Validation_stops_after_steps_by_the_modules_size()
    {
        // Each call moves a thousand parameters and a thousand results for two bytes of code.
        var builder = new WasmBuilder();
        var many = new FunctionType([.. Enumerable.Repeat(ValueKind.I32, 1000)], [.. Enumerable.Repeat(ValueKind.I32, 1000)]);
        var code = Wasm.Code;
        for (var i = 0; i < 1000; i++)
        {
            code.Add(Opcode.LocalGet, i);
        }

        for (var i = 0; i < 200_000; i++)
        {
            code.Add(Opcode.Call, 0);
        }

        builder.Function(many, code);
        var error = Wasm.Refusal(builder.Build());

        Assert.Equal(ModuleErrorKind.LimitExceeded, error.Kind);
        Assert.Contains("too many steps", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Later_changes_of_the_bytes_do_not_reach_the_module()
    {
        var bytes = WasmBuilder.Single(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 7));
        var module = Module.Load(Wasm.Interpreted, bytes);
        bytes.AsSpan().Fill(0xFF);

        Assert.Equal([7], new Linker().Instantiate(new Store(Wasm.Interpreted), module).GetFunction("f")!.Invoke());
    }

    private static void AtEdge(ModuleLimits limits, int most, Func<int, byte[]> module)
    {
        var engine = new Engine(new EngineOptions { ModuleLimits = limits });
        Assert.True(Module.TryLoad(engine, module(most), out _, out var error), error?.ToString());
        Assert.Equal(ModuleErrorKind.LimitExceeded, Wasm.Refusal(module(most + 1), limits).Kind);
    }

    private static byte[] Many(int count, Action<WasmBuilder> add)
    {
        var builder = new WasmBuilder();
        for (var i = 0; i < count; i++)
        {
            add(builder);
        }

        return builder.Build();
    }

    private static byte[] Many<T>(int count, Func<WasmBuilder, T> add) => Many(count, builder => { add(builder); });

    private static void Exported(WasmBuilder builder) => builder.Function(Wasm.Nothing, Wasm.Code, $"f{builder.FunctionCount}");

    private static byte[] Types(int count) => Many(1, builder =>
    {
        for (var i = 0; i < count; i++)
        {
            builder.Type(WasmBuilder.TypeOf([.. Enumerable.Repeat(ValueKind.I32, i)]));
        }
    });

    private static byte[] Padded(int length) =>
        [.. new WasmCode().Raw("\0asm\u0001\0\0\0"u8).Raw(0).Unsigned((ulong)length - 10).Raw(0).Raw(new byte[length - 11]).Bytes];

    private static byte[] Body(int count, Func<int, WasmCode> instruction, Opcode? last = null)
    {
        var code = Wasm.Code;
        for (var i = 0; i < count; i++)
        {
            code.Raw([.. instruction(i).Bytes]);
        }

        return WasmBuilder.Single(Wasm.Nothing, last is { } opcode ? code.Add(opcode) : code);
    }

    private static byte[] Nested(int count)
    {
        var code = Wasm.Code;
        for (var i = 0; i < count; i++)
        {
            code.Add(Opcode.Block, WasmCode.NoResult);
        }

        for (var i = 0; i < count; i++)
        {
            code.Add(Opcode.End);
        }

        return WasmBuilder.Single(Wasm.Nothing, code);
    }

    private static byte[] BranchTable(int count) =>
        WasmBuilder.Single(Wasm.Nothing, Wasm.Code.Add(Opcode.I32Const, 0).Add(Opcode.BrTable, new long[count + 1]));
}
