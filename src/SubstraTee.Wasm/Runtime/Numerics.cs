namespace SubstraTee.Wasm;

/// <summary>Arithmetic whose edges WebAssembly defines otherwise than C#, the same code for every tier (specification 2.0, section 4.3).</summary>
internal static class Numerics
{
    public const uint CanonicalNaN32 = 0x7FC0_0000;
    public const ulong CanonicalNaN64 = 0x7FF8_0000_0000_0000;

    /// <summary>Bits of a result, those of the canonical NaN for any NaN.</summary>
    public static uint Bits(float value) => float.IsNaN(value) ? CanonicalNaN32 : BitConverter.SingleToUInt32Bits(value);

    /// <summary>Bits of a result, those of the canonical NaN for any NaN.</summary>
    public static ulong Bits(double value) => double.IsNaN(value) ? CanonicalNaN64 : BitConverter.DoubleToUInt64Bits(value);

    public static int DivideS(int left, int right) => right switch
    {
        0 => throw new WasmTrapException(TrapCode.IntegerDivideByZero),
        -1 when left == int.MinValue => throw new WasmTrapException(TrapCode.IntegerOverflow),
        _ => left / right,
    };

    public static long DivideS(long left, long right) => right switch
    {
        0 => throw new WasmTrapException(TrapCode.IntegerDivideByZero),
        -1 when left == long.MinValue => throw new WasmTrapException(TrapCode.IntegerOverflow),
        _ => left / right,
    };

    public static int RemainderS(int left, int right) => right switch
    {
        0 => throw new WasmTrapException(TrapCode.IntegerDivideByZero),
        -1 => 0,
        _ => left % right,
    };

    public static long RemainderS(long left, long right) => right switch
    {
        0 => throw new WasmTrapException(TrapCode.IntegerDivideByZero),
        -1 => 0,
        _ => left % right,
    };

    public static uint DivideU(uint left, uint right) =>
        right != 0 ? left / right : throw new WasmTrapException(TrapCode.IntegerDivideByZero);

    public static ulong DivideU(ulong left, ulong right) =>
        right != 0 ? left / right : throw new WasmTrapException(TrapCode.IntegerDivideByZero);

    public static uint RemainderU(uint left, uint right) =>
        right != 0 ? left % right : throw new WasmTrapException(TrapCode.IntegerDivideByZero);

    public static ulong RemainderU(ulong left, ulong right) =>
        right != 0 ? left % right : throw new WasmTrapException(TrapCode.IntegerDivideByZero);

    // Compared one by one: .NET 10 gets Math.Min of zeros wrong where one of them is a constant.
    public static float Min(float left, float right) =>
        left < right ? left
        : right < left ? right
        : left == right ? BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(left) | BitConverter.SingleToInt32Bits(right))
        : float.NaN;

    public static double Min(double left, double right) =>
        left < right ? left
        : right < left ? right
        : left == right ? BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(left) | BitConverter.DoubleToInt64Bits(right))
        : double.NaN;

    public static float Max(float left, float right) =>
        left > right ? left
        : right > left ? right
        : left == right ? BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(left) & BitConverter.SingleToInt32Bits(right))
        : float.NaN;

    public static double Max(double left, double right) =>
        left > right ? left
        : right > left ? right
        : left == right ? BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(left) & BitConverter.DoubleToInt64Bits(right))
        : double.NaN;

    public static float Nearest(float value) => MathF.Round(value, MidpointRounding.ToEven);

    public static double Nearest(double value) => Math.Round(value, MidpointRounding.ToEven);

    // The bounds below are the first numbers that do not fit; all of them are exact in their type.
    public static int TruncateToInt32(float value) => TruncateToInt32((double)value);

    public static int TruncateToInt32(double value) => value is > -2147483649.0 and < 2147483648.0 ? (int)value : throw NoInteger(value);

    public static uint TruncateToUInt32(float value) => TruncateToUInt32((double)value);

    public static uint TruncateToUInt32(double value) => value is > -1.0 and < 4294967296.0 ? (uint)value : throw NoInteger(value);

    public static long TruncateToInt64(float value) => TruncateToInt64((double)value);

    public static long TruncateToInt64(double value) =>
        value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : throw NoInteger(value);

    public static ulong TruncateToUInt64(float value) => TruncateToUInt64((double)value);

    public static ulong TruncateToUInt64(double value) => value is > -1.0 and < 18446744073709551616.0 ? Whole(value) : throw NoInteger(value);

    public static int SaturateToInt32(double value) => value switch
    {
        double.NaN => 0,
        <= int.MinValue => int.MinValue,
        >= 2147483648.0 => int.MaxValue,
        _ => (int)value,
    };

    public static uint SaturateToUInt32(double value) => value switch
    {
        double.NaN or <= 0 => 0,
        >= 4294967296.0 => uint.MaxValue,
        _ => (uint)value,
    };

    public static long SaturateToInt64(double value) => value switch
    {
        double.NaN => 0,
        <= -9223372036854775808.0 => long.MinValue,
        >= 9223372036854775808.0 => long.MaxValue,
        _ => (long)value,
    };

    public static ulong SaturateToUInt64(double value) => value switch
    {
        double.NaN or <= 0 => 0,
        >= 18446744073709551616.0 => ulong.MaxValue,
        _ => Whole(value),
    };

    /// <summary>The nearest f32 of an unsigned number: one rounding, where a way over f64 would round twice.</summary>
    public static float ToSingle(ulong value)
    {
        if (value <= long.MaxValue)
        {
            return (long)value;
        }

        // Halved, with a sticky lowest bit, so that it rounds as the whole would.
        return (long)((value >> 1) | (value & 1)) * 2f;
    }

    /// <summary>The nearest f64 of an unsigned number.</summary>
    public static double ToDouble(ulong value) =>
        value <= long.MaxValue ? (long)value : (long)((value >> 1) | (value & 1)) * 2.0;

    private static ulong Whole(double value) =>
        value < 9223372036854775808.0 ? (ulong)(long)value : (ulong)(long)(value - 9223372036854775808.0) + 0x8000_0000_0000_0000;

    private static WasmTrapException NoInteger(double value) =>
        new(double.IsNaN(value) ? TrapCode.InvalidConversionToInteger : TrapCode.IntegerOverflow);
}
