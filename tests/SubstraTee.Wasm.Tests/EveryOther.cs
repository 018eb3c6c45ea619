using SubstraTee.Wasm.Compiled;

namespace SubstraTee.Wasm.Tests;

/// <summary>A compiled tier that refuses every other function, so that calls go from tier to tier all the time.</summary>
internal sealed unsafe class EveryOther(ITier tier, int remainder) : ITier
{
    public static Engine Engine(int remainder) =>
        new(new EngineOptions { Tier = ExecutionTier.Compiled }) { Compiler = new EveryOther(new Compiler(), remainder) };

    public bool TryInstall(Instance instance, FunctionRecord* record) => record->Number % 2 == remainder && tier.TryInstall(instance, record);
}
