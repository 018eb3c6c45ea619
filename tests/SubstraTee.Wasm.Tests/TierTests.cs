namespace SubstraTee.Wasm.Tests;

/// <summary>Tests of what holds in every tier. Those of a class run interpreted; classes derived of it run them again in another tier.</summary>
public abstract class TierTests
{
    private static readonly Engine Interpreted = new(new EngineOptions { Tier = ExecutionTier.Interpreted });

    private protected static Engine Compiled { get; } = new(new EngineOptions { Tier = ExecutionTier.Compiled });

    /// <summary>The engine that modules run in.</summary>
    protected virtual Engine Engine => Interpreted;

    /// <summary>The same with other limits.</summary>
    protected Engine With(ModuleLimits limits) => new(Engine.Options with { ModuleLimits = limits });

    /// <summary>The smallest stack on which the deepest calls end with their units.</summary>
    private protected int ThreadStackBytes => Engine.CanCompile
        ? (FuelSchedule.CallStackUnits * NativeStack.CompiledBytesPerUnit) + NativeStack.CompiledMarginBytes + (64 << 10)
        : (FuelSchedule.CallStackUnits * NativeStack.InterpretedBytesPerUnit) + NativeStack.InterpretedMarginBytes + (64 << 10);

    private protected Instance Instantiate(byte[] module, Store? store = null, Linker? linker = null) =>
        (linker ?? new Linker()).Instantiate(store ?? new Store(Engine), Module.Load(Engine, module));
}
