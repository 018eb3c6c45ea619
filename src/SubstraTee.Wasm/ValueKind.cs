namespace SubstraTee.Wasm;

/// <summary>Type of a value, by the byte that stands for it in a module (specification 2.0, section 5.3).</summary>
public enum ValueKind : byte
{
    /// <summary>32-bit integer, signed or not as each instruction sees it.</summary>
    I32 = 0x7F,

    /// <summary>64-bit integer, signed or not as each instruction sees it.</summary>
    I64 = 0x7E,

    /// <summary>32-bit floating-point number.</summary>
    F32 = 0x7D,

    /// <summary>64-bit floating-point number.</summary>
    F64 = 0x7C,

    /// <summary>Reference to a function, or null.</summary>
    FuncRef = 0x70,

    /// <summary>Reference to an object of the host, or null.</summary>
    ExternRef = 0x6F,
}
