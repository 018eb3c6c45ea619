namespace SubstraTee.Substrate;

/// <summary>Why a calculation has no result.</summary>
/// <remarks><c>sp_arithmetic::ArithmeticError</c>; the names and numbers are its variants'.</remarks>
public enum ArithmeticError : byte
{
    /// <summary>The result is too small.</summary>
    Underflow = 0,

    /// <summary>The result is too large.</summary>
    Overflow = 1,

    /// <summary>Division by zero.</summary>
    DivisionByZero = 2,
}
