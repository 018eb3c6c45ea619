using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Why a calculation has no result.</summary>
[ScaleType("sp_arithmetic::ArithmeticError")]
public enum ArithmeticError : byte
{
    /// <summary>The result is too small.</summary>
    Underflow = 0,

    /// <summary>The result is too large.</summary>
    Overflow = 1,

    /// <summary>Division by zero.</summary>
    DivisionByZero = 2,
}
