namespace SubstraTee.Wasm;

/// <summary>Execution that ended before its end: a value, since traps are results like any other.</summary>
/// <param name="Code">Why.</param>
/// <param name="Detail">What a function of the host said, or null.</param>
public sealed record Trap(TrapCode Code, string? Detail = null)
{
    /// <summary>What happened, in the words of the specification's test suite where it has them.</summary>
    public override string ToString() => Detail is null ? Describe(Code) : $"{Describe(Code)}: {Detail}";

    internal static string Describe(TrapCode code) => code switch
    {
        TrapCode.Unreachable => "unreachable",
        TrapCode.MemoryOutOfBounds => "out of bounds memory access",
        TrapCode.TableOutOfBounds => "out of bounds table access",
        TrapCode.UninitializedElement => "uninitialized element",
        TrapCode.IndirectCallTypeMismatch => "indirect call type mismatch",
        TrapCode.IntegerDivideByZero => "integer divide by zero",
        TrapCode.IntegerOverflow => "integer overflow",
        TrapCode.InvalidConversionToInteger => "invalid conversion to integer",
        TrapCode.CallStackExhausted => "call stack exhausted",
        TrapCode.OutOfFuel => "all fuel consumed",
        TrapCode.HostError => "host function failed",
        _ => $"trap {(int)code}",
    };
}
