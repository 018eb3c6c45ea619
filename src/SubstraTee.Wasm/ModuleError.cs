namespace SubstraTee.Wasm;

/// <summary>Why a module is refused.</summary>
/// <param name="Kind">Malformed, invalid, or too large.</param>
/// <param name="Offset">Byte of the module at which it was seen.</param>
/// <param name="Reason">What is wrong, in the words of the specification's test suite where it has them.</param>
/// <param name="Function">Number of the function in whose body it was seen, or -1.</param>
public sealed record ModuleError(ModuleErrorKind Kind, int Offset, string Reason, int Function = -1)
{
    /// <summary><c>wasm_malformed</c>, <c>wasm_invalid</c> or <c>wasm_limit</c>.</summary>
    public string Code => Kind switch
    {
        ModuleErrorKind.Malformed => "wasm_malformed",
        ModuleErrorKind.Invalid => "wasm_invalid",
        ModuleErrorKind.LimitExceeded => "wasm_limit",
        _ => throw new InvalidOperationException($"unknown kind {(int)Kind}"),
    };

    /// <summary>What is wrong, and where.</summary>
    public override string ToString() =>
        Function < 0 ? $"{Reason} (offset 0x{Offset:x})" : $"{Reason} (function {Function}, offset 0x{Offset:x})";
}
