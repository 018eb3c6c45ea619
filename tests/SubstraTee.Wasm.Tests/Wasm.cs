using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>What the tests say shortly.</summary>
internal static class Wasm
{
    public static readonly FunctionType Nothing = new([], []);
    public static readonly FunctionType ToI32 = new([], [ValueKind.I32]);
    public static readonly FunctionType I32ToI32 = new([ValueKind.I32], [ValueKind.I32]);
    public static readonly FunctionType TwoI32ToI32 = new([ValueKind.I32, ValueKind.I32], [ValueKind.I32]);

    public static Engine Interpreted { get; } = new(new EngineOptions { Tier = ExecutionTier.Interpreted });

    public static WasmCode Code => new();

    public static Instance Instantiate(byte[] module, Store? store = null, Linker? linker = null) =>
        (linker ?? new Linker()).Instantiate(store ?? new Store(Interpreted), Module.Load(Interpreted, module));

    public static ModuleError Refusal(byte[] module, ModuleLimits? limits = null)
    {
        var engine = limits is null ? Interpreted : new Engine(new EngineOptions { ModuleLimits = limits });
        Assert.False(Module.TryLoad(engine, module, out _, out var error));
        return error;
    }

    public static TrapCode TrapOf(Instance instance, string function = "f", params Value[] arguments)
    {
        Assert.False(instance.GetFunction(function)!.TryInvoke(arguments, out _, out var trap));
        return trap.Code;
    }
}
