namespace SubstraTee.Wasm.Compiled;

/// <summary>A zero that .NET's compiler does not know as one, for comparisons in functions that rotate or count zeros.</summary>
/// <remarks>
/// .NET 10 takes the processor's zero flag for the outcome of a rotation by a constant, which does not set it: a comparison of
/// that with zero, directly behind it, is wrong (<c>BitOperations.RotateLeft(x, 1) == 0</c> is never true). The same goes for
/// the instruction by which older processors count zeros, whose flag is that of the operand. Rotations are also what the
/// compiler makes of two shifts. So in functions that have any of these, whatever may turn out to be a comparison with zero is
/// one with a number in memory instead. It is read anew each time, as volatile: from the outcome of one comparison the
/// compiler would else know the number in the next.
/// </remarks>
internal sealed class HiddenZero(FunctionTraits traits, int offset)
{
    /// <summary>Whether the function needs it.</summary>
    public bool IsUsed { get; } =
        (traits & (FunctionTraits.Rotates | FunctionTraits.CountsZeros)) != FunctionTraits.None
        || traits.HasFlag(FunctionTraits.ShiftsLeft | FunctionTraits.ShiftsRight);

    /// <summary>Puts it on the stack.</summary>
    public void Load(IlBuffer code, ValueKind type)
    {
        code.LoadArgument(0);
        code.Advance(offset);
        code.Op(IlOp.Volatile);
        code.Op(type == ValueKind.I32 ? IlOp.LdIndI4 : IlOp.LdIndI8);
    }

    /// <summary>Leaves the value on the stack as it is, in a way that the compiler does not see through.</summary>
    public void Hide(IlBuffer code, ValueKind type)
    {
        if (IsUsed)
        {
            Load(code, type);
            code.Op(IlOp.Xor);
        }
    }
}
