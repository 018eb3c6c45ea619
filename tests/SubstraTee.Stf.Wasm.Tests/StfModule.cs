using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>Puts modules together that use the ABI: all host functions imported, a memory, a schema, and the code of a test.</summary>
internal sealed class StfModule
{
    public static readonly FunctionType Returning = new([], [ValueKind.I32]);
    public static readonly FunctionType Nothing = new([], []);

    private readonly Dictionary<string, int> _imports = new(StringComparer.Ordinal);

    /// <param name="memoryPages">Pages of memory.</param>
    /// <param name="without">A host function that the module does not import.</param>
    public StfModule(uint memoryPages = 1, string? without = null)
    {
        foreach (var (name, type) in StfHost.Functions.Where(one => one.Key != without).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            _imports.Add(name, Builder.ImportFunction(StfAbi.ImportModule, name, type));
        }

        Builder.Memory(memoryPages);
        Builder.Export(StfAbi.Memory, ExternKind.Memory, 0);
    }

    public WasmBuilder Builder { get; } = new();

    /// <summary>A schema that decodes, of a function named <c>test</c>.</summary>
    public static byte[] Schema { get; } = StfSchema.Codec.Encode(StfSchema.Describe("test", 7, Scale.U8, Scale.U8, Scale.U8, []));

    /// <summary>A module whose call is this code, which leaves an i32; its getter is the same code unless another is given.</summary>
    public static byte[] Of(Func<StfModule, WasmCode> execute, Func<StfModule, WasmCode>? query = null, Action<StfModule>? more = null)
    {
        var module = new StfModule();
        more?.Invoke(module);
        module.Builder.Function(Returning, execute(module), StfAbi.Execute);
        module.Builder.Function(Returning, (query ?? execute)(module), StfAbi.Query);
        return module.Build();
    }

    /// <summary>Calls a host function with constants; its result stays on the stack.</summary>
    public WasmCode Call(string name, params ReadOnlySpan<long> arguments) => Call(new WasmCode(), name, arguments);

    /// <inheritdoc cref="Call(string, ReadOnlySpan{long})"/>
    public WasmCode Call(WasmCode code, string name, params ReadOnlySpan<long> arguments)
    {
        foreach (var argument in arguments)
        {
            code.Add(Opcode.I32Const, (int)argument);
        }

        return code.Add(Opcode.Call, _imports[name]);
    }

    /// <summary>The module with its schema.</summary>
    public byte[] Build() => WithSection(Builder.Build(), StfAbi.SchemaSection, Schema);

    /// <summary>A module with one more custom section.</summary>
    public static byte[] WithSection(byte[] module, string name, ReadOnlySpan<byte> content)
    {
        var section = new WasmCode().Name(name).Raw(content);
        return [.. module, .. new WasmCode().Raw(0).Unsigned((ulong)section.Bytes.Count).Raw([.. section.Bytes]).Bytes];
    }
}

/// <summary>What tests add to code.</summary>
internal static class WasmCodeExtensions
{
    /// <summary>Leaves a number.</summary>
    public static WasmCode Constant(this WasmCode code, int value) => code.Add(Opcode.I32Const, value);

    /// <summary>Stores the i32 on the stack at an address; the address has to be put before it.</summary>
    public static WasmCode Store(this WasmCode code) => code.Add(Opcode.I32Store, 2, 0);

    /// <summary>Adds a result to code.</summary>
    public static WasmCode Then(this WasmCode code, WasmCode more) => code.Raw([.. more.Bytes]);
}
