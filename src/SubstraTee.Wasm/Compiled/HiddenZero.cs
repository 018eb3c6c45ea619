using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm.Compiled;

/// <summary>A zero that .NET's compiler does not know as one, for comparisons in functions that rotate.</summary>
/// <remarks>
/// .NET 10 takes the processor's zero flag for the outcome of a rotation by a constant, which does not set it: a comparison of
/// that with zero, directly behind it, is wrong (<c>BitOperations.RotateLeft(x, 1) == 0</c> is never true). Other instructions
/// are not affected. Rotations are also what the compiler makes of two shifts. So in functions that have either, whatever may
/// turn out to be a comparison with zero is one with this instead, which costs a register and no instruction.
/// </remarks>
[RequiresDynamicCode("Generates code.")]
internal sealed class HiddenZero
{
    private int _int64 = -1;
    private int _int32 = -1;

    /// <summary>Whether the function has one.</summary>
    public bool IsUsed => _int64 >= 0;

    public bool IsNeededFor(FunctionTraits traits) =>
        traits.HasFlag(FunctionTraits.Rotates) || traits.HasFlag(FunctionTraits.ShiftsLeft | FunctionTraits.ShiftsRight);

    /// <summary>Keeps the value on the stack as the zero.</summary>
    public void Declare(MethodWriter method)
    {
        _int64 = method.DeclareLocal(IlTypes.Int64);
        _int32 = method.DeclareLocal(IlTypes.Int32);
        method.Code.StoreLocal(_int64);
        method.Code.LoadLocal(_int64);
        method.Code.Op(IlOp.ConvI4);
        method.Code.StoreLocal(_int32);
    }

    /// <summary>Puts it on the stack.</summary>
    public void Load(IlBuffer code, ValueKind type) => code.LoadLocal(type == ValueKind.I32 ? _int32 : _int64);

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
