namespace SubstraTee.Wasm;

/// <summary>In which of its duties a module fails.</summary>
public enum ModuleErrorKind
{
    /// <summary>The bytes are not a module in the binary format.</summary>
    Malformed = 1,

    /// <summary>It is a module, but breaks a rule of validation.</summary>
    Invalid,

    /// <summary>It may be valid, but is larger than a limit of this engine.</summary>
    LimitExceeded,
}
