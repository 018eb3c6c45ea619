namespace SubstraTee.Wasm.Compiled;

/// <summary>What an operand's pending instructions are.</summary>
internal enum OperandKind : byte
{
    /// <summary>Any computation without an effect.</summary>
    Expression,

    /// <summary>A number.</summary>
    Constant,

    /// <summary>The value of a local variable of the module's function.</summary>
    Variable,

    /// <summary>The value of a local variable that holds operands.</summary>
    Temporary,

    /// <summary>Two operands, or one, that are still to be compared, by a branch if one follows.</summary>
    Comparison,
}

/// <summary>An operand whose instructions are not yet part of the method's code.</summary>
internal struct Operand
{
    /// <summary>Offset of its first pending instruction; they end where the next operand's begin.</summary>
    public int Start;

    public ValueKind Type;

    public OperandKind Kind;

    /// <summary>It may be a NaN other than the canonical one, which it has to become before anything can see its bits.</summary>
    public bool IsRaw;

    /// <summary>It reads what calls and stores can change: memory, globals.</summary>
    public bool ReadsState;

    /// <summary>The comparison is one of floating-point numbers.</summary>
    public bool ComparesFloats;

    /// <summary>The branch that is taken when the comparison holds.</summary>
    public IlOp WhenTrue;

    /// <summary>The branch that is taken when it does not hold.</summary>
    public IlOp WhenFalse;

    /// <summary>Local variables of the module's function that it reads: for each the bit of its number modulo 64.</summary>
    public ulong Variables;

    /// <summary>The number of a constant, as bits; the index of a variable or temporary.</summary>
    public ulong Bits;

    /// <summary>The first of the temporaries that end with it, or -1.</summary>
    public int Temporaries;

    public readonly int Index => (int)Bits;
}
