namespace SubstraTee.Wasm;

/// <summary>What is known of an instruction before its context is.</summary>
/// <param name="IsDefined">False for numbers that no instruction has.</param>
/// <param name="Immediate">What follows it.</param>
/// <param name="IsPlain">True when <paramref name="Pops"/> and <paramref name="Push"/> say all about its operands.</param>
/// <param name="Pops">Types it takes, from the first pushed to the last; empty unless plain.</param>
/// <param name="Push">The type it gives, or none.</param>
/// <param name="AccessLog2">Logarithm of the bytes that a load or store touches.</param>
/// <param name="Traits">What a function with it is.</param>
internal readonly record struct InstructionInfo(
    bool IsDefined, Immediate Immediate, bool IsPlain, ValueKind[] Pops, ValueKind Push, byte AccessLog2, FunctionTraits Traits = FunctionTraits.None);
