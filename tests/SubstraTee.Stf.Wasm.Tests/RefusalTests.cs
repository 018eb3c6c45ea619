using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>Modules that are no state transition functions are refused with what is wrong, before anything of them runs.</summary>
public class RefusalTests
{
    private const string ExecuteWanted = "the module exports no function 'stf_execute' of type () -> (i32)";

    [Fact]
    public void What_is_no_module_is_refused_with_the_offset()
    {
        Assert.Contains("offset 0x", Run.Refusal([]), StringComparison.Ordinal);
        Assert.Contains("offset 0x", Run.Refusal("not a module"u8), StringComparison.Ordinal);
        var good = StfModule.Of(_ => new WasmCode().Constant(0));
        Assert.Contains("offset 0x", Run.Refusal(good.AsSpan(0, good.Length - 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_whose_code_is_not_valid_is_refused_with_the_function() =>
        Assert.Contains("function ", Run.Refusal(StfModule.Of(_ => new WasmCode())), StringComparison.Ordinal);

    [Theory]
    [InlineData("substratee_1", "state_iterate")]
    [InlineData("substratee_2", "state_get")]
    [InlineData("env", "abort")]
    public void An_import_that_nobody_offers_is_refused_by_name(string from, string name)
    {
        var refusal = Run.Refusal(WithImport(builder => builder.ImportFunction(from, name, StfModule.Nothing)));
        Assert.Equal(
            $"the module imports {from}.{name}, which this host does not offer; it offers the functions of substratee_1", refusal);
    }

    [Fact]
    public void An_import_of_another_type_is_refused()
    {
        Assert.Equal(
            "the module imports substratee_1.input_length with another type than () -> (i32)",
            Run.Refusal(WithImport(builder => builder.ImportFunction("substratee_1", "input_length", StfModule.Nothing), "input_length")));
        Assert.Contains(
            "another type",
            Run.Refusal(WithImport(builder => builder.Import("substratee_1", "caller", new GlobalType(ValueKind.I32)), "caller")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_needs_a_memory_of_its_own_under_its_name()
    {
        var none = new WasmBuilder();
        Functions(none);
        Assert.Equal("the module exports no memory 'memory'", Run.Refusal(StfModule.WithSection(none.Build(), StfAbi.SchemaSection, StfModule.Schema)));

        var other = new WasmBuilder();
        other.Memory(1);
        other.Export("mem", ExternKind.Memory, 0);
        Functions(other);
        Assert.Equal("the module exports no memory 'memory'", Run.Refusal(StfModule.WithSection(other.Build(), StfAbi.SchemaSection, StfModule.Schema)));

        var function = new WasmBuilder();
        function.Memory(1);
        function.Function(StfModule.Nothing, new WasmCode(), StfAbi.Memory);
        Functions(function);
        Assert.Equal("the module exports no memory 'memory'", Run.Refusal(StfModule.WithSection(function.Build(), StfAbi.SchemaSection, StfModule.Schema)));
    }

    [Fact]
    public void The_exports_have_to_be_there_with_their_types()
    {
        Assert.Equal(ExecuteWanted, Run.Refusal(WithExports((StfAbi.Query, StfModule.Returning))));
        Assert.Equal(
            "the module exports no function 'stf_query' of type () -> (i32)", Run.Refusal(WithExports((StfAbi.Execute, StfModule.Returning))));
        Assert.Equal(ExecuteWanted, Run.Refusal(WithExports((StfAbi.Execute, StfModule.Nothing), (StfAbi.Query, StfModule.Returning))));
        Assert.Equal(
            ExecuteWanted,
            Run.Refusal(WithExports((StfAbi.Execute, new FunctionType([ValueKind.I32], [ValueKind.I32])), (StfAbi.Query, StfModule.Returning))));
        Assert.Equal(
            "the module exports no function 'stf_genesis' of type () -> ()",
            Run.Refusal(WithExports(
                (StfAbi.Execute, StfModule.Returning), (StfAbi.Query, StfModule.Returning), (StfAbi.Genesis, StfModule.Returning))));
    }

    [Fact]
    public void A_global_is_no_function()
    {
        var module = new StfModule();
        module.Builder.Global(ValueKind.I32, mutable: false, new WasmCode().Constant(0));
        module.Builder.Export(StfAbi.Execute, ExternKind.Global, 0);
        module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Query);
        Assert.Equal(ExecuteWanted, Run.Refusal(module.Build()));
    }

    [Fact]
    public void A_schema_has_to_be_there_of_a_size_and_decode()
    {
        var module = new StfModule();
        Functions(module.Builder);
        var bare = module.Builder.Build();
        Assert.Equal(
            "the module has no section 'substratee.schema': add it with substratee wasm pack", Run.Refusal(bare));
        Assert.Equal(
            "the section 'substratee.schema' has more than 262144 bytes",
            Run.Refusal(StfModule.WithSection(bare, StfAbi.SchemaSection, new byte[StfAbi.MaxSchemaBytes + 1])));
        Assert.True(StfSchema.TryRead(StfModule.Schema, out var schema));
        var dangling = StfSchema.Codec.Encode(schema with { Errors = 99 });
        foreach (var broken in (byte[][])[dangling, [], [1], [2, .. StfModule.Schema.AsSpan(1)], [.. StfModule.Schema, 0], StfModule.Schema[..^1]])
        {
            Assert.Equal(
                "the section 'substratee.schema' does not decode as a schema",
                Run.Refusal(StfModule.WithSection(bare, StfAbi.SchemaSection, broken)));
        }
    }

    [Fact]
    public void A_segment_that_does_not_fit_is_told_when_the_module_is_loaded()
    {
        Assert.Equal(
            "the module cannot be set up: out of bounds memory access (segments)",
            Run.Refusal(StfModule.Of(_ => new WasmCode().Constant(0), more: module => module.Builder.Data(65_535, 1, 2))));
        Assert.Equal(
            "the module cannot be set up: out of bounds table access (segments)",
            Run.Refusal(StfModule.Of(_ => new WasmCode().Constant(0), more: module =>
            {
                module.Builder.Table(ValueKind.FuncRef, 1);
                module.Builder.Elements(1, 0);
            })));
    }

    [Fact]
    public void The_identity_is_of_all_bytes_and_of_the_schema()
    {
        var first = Run.Load(StfModule.Of(_ => new WasmCode().Constant(0)))[0].Identity;
        var second = Run.Load(StfModule.Of(_ => new WasmCode().Constant(1)))[0].Identity;
        Assert.Equal(StfKind.WebAssembly, first.Kind);
        Assert.Equal(("test", 7u), (first.Name, first.Version));
        Assert.Equal(StfIdentity.HashOfSchema(StfModule.Schema), first.SchemaHash);
        Assert.Equal(first.SchemaHash, second.SchemaHash);
        Assert.NotEqual(first.CodeHash, second.CodeHash);
        Assert.NotEqual(first.Hash, second.Hash);

        var bare = new StfModule();
        Functions(bare.Builder);
        var other = StfSchema.Codec.Encode(StfSchema.Describe("other", 7, Scale.U8, Scale.U8, Scale.U8, []));
        byte[] twice = StfModule.WithSection(StfModule.WithSection(bare.Builder.Build(), StfAbi.SchemaSection, other), StfAbi.SchemaSection, StfModule.Schema);
        Assert.Equal("other", Run.Load(twice)[0].Identity.Name);
    }

    private static void Functions(WasmBuilder builder)
    {
        builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Execute);
        builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Query);
    }

    private static byte[] WithImport(Action<WasmBuilder> import, string? instead = null)
    {
        var module = new StfModule(without: instead);
        import(module.Builder);
        Functions(module.Builder);
        return module.Build();
    }

    private static byte[] WithExports(params (string Name, FunctionType Type)[] exports)
    {
        var module = new StfModule();
        foreach (var (name, type) in exports)
        {
            module.Builder.Function(type, type.Results.Length > 0 ? new WasmCode().Constant(0) : new WasmCode(), name);
        }

        return module.Build();
    }
}
