namespace SubstraTee.Wasm;

/// <summary>What a constant expression says: in version 2.0 one instruction.</summary>
internal enum ConstantKind : byte
{
    /// <summary>The bits of a number.</summary>
    Number,

    /// <summary>The value that an imported, immutable global has.</summary>
    Global,

    /// <summary>A null reference.</summary>
    Null,

    /// <summary>A reference to a function of the module.</summary>
    Function,
}

/// <summary>A constant expression, already validated.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Bits">Bits of the number; number of the global or function.</param>
internal readonly record struct ConstantExpression(ConstantKind Kind, ValueKind Type, ulong Bits)
{
    public int Index => (int)Bits;
}
