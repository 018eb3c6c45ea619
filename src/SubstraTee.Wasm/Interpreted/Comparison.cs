namespace SubstraTee.Wasm.Interpreted;

/// <summary>What integers are compared for; greater comes to be less, with the operands exchanged.</summary>
internal enum Relation : byte
{
    Equal,
    NotEqual,
    LessSigned,
    LessUnsigned,

    /// <summary>Of two slots.</summary>
    LessOrEqualSigned,
    LessOrEqualUnsigned,

    /// <summary>Of a slot and an immediate number.</summary>
    GreaterOrEqualSigned,
    GreaterOrEqualUnsigned,
}

/// <summary>A comparison of integers that may still become a number, a branch, or its contrary.</summary>
/// <param name="Relation">What is compared for.</param>
/// <param name="Is64">Whether 64 bits are compared.</param>
/// <param name="Left">Slot of the left operand.</param>
/// <param name="HasImmediate">Whether the right operand is a number.</param>
/// <param name="Right">Slot of the right operand, or the number.</param>
internal readonly record struct Comparison(Relation Relation, bool Is64, ushort Left, bool HasImmediate, int Right)
{
    /// <summary>True exactly when this is false.</summary>
    public Comparison Inverted => Relation switch
    {
        Relation.Equal => this with { Relation = Relation.NotEqual },
        Relation.NotEqual => this with { Relation = Relation.Equal },
        Relation.LessSigned when HasImmediate => this with { Relation = Relation.GreaterOrEqualSigned },
        Relation.LessUnsigned when HasImmediate => this with { Relation = Relation.GreaterOrEqualUnsigned },
        Relation.GreaterOrEqualSigned => this with { Relation = Relation.LessSigned },
        Relation.GreaterOrEqualUnsigned => this with { Relation = Relation.LessUnsigned },
        Relation.LessSigned => Exchanged(Relation.LessOrEqualSigned),
        Relation.LessUnsigned => Exchanged(Relation.LessOrEqualUnsigned),
        Relation.LessOrEqualSigned => Exchanged(Relation.LessSigned),
        _ => Exchanged(Relation.LessUnsigned),
    };

    /// <summary>Whether a 32-bit operand is compared with zero, for which there are shorter branches.</summary>
    public bool IsTruth => this is { Relation: Relation.Equal or Relation.NotEqual, Is64: false, HasImmediate: true, Right: 0 };

    /// <summary>The instruction that makes a number of it.</summary>
    public Op ValueOp => Number(HasImmediate
        ? Is64 ? Op.I64EqImm : Op.I32EqImm
        : Is64 ? Op.I64Eq : Op.I32Eq);

    /// <summary>The instruction that branches by it, unless <see cref="IsTruth"/>.</summary>
    public Op BranchOp => Number(HasImmediate
        ? Is64 ? Op.BrI64EqImm : Op.BrI32EqImm
        : Is64 ? Op.BrI64Eq : Op.BrI32Eq);

    // The six instructions of a group follow each other in the order of the relations that the group has.
    private Op Number(Op first) => (Op)((int)first + ((int)Relation >= (int)Relation.GreaterOrEqualSigned ? (int)Relation - 2 : (int)Relation));

    private Comparison Exchanged(Relation relation) => new(relation, Is64, (ushort)Right, false, Left);
}
