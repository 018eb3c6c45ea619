namespace SubstraTee.Fuzz;

/// <summary>Numbers at which arithmetic goes wrong, and some at which it does not.</summary>
internal static class InterestingNumbers
{
    private static readonly long[] Integers =
    [
        0, 1, -1, 2, 3, 7, 8, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, int.MaxValue, int.MinValue,
        uint.MaxValue, 1L << 32, (1L << 53) + 1, long.MaxValue, long.MinValue, -128, -129, -32_768, -32_769, 0x5555_5555_5555_5555,
    ];

    private static readonly double[] Reals =
    [
        0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 1e-310, double.Epsilon, double.MaxValue, double.MinValue,
        double.PositiveInfinity, double.NegativeInfinity, 2147483647, 2147483648, -2147483648, -2147483649, 4294967295, 4294967296,
        9223372036854775807, -9223372036854775808, 18446744073709551615, 16777217, 9007199254740993, Math.PI, 1e30, -0.9999999999,
    ];

    public static int Int32(Random random) => random.Next(3) == 0 ? random.Next(int.MinValue, int.MaxValue) : (int)Integers[random.Next(Integers.Length)];

    public static long Int64(Random random) => random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : Integers[random.Next(Integers.Length)];

    public static uint SingleBits(Random random, bool nanPayloads) => random.Next(8) switch
    {
        0 => nanPayloads ? 0x7FA0_0001u + (uint)(random.Next(2) << 31) : 0x7FC0_0000,
        1 => nanPayloads ? (uint)random.Next() : BitConverter.SingleToUInt32Bits(random.NextSingle() * 1000),
        _ => BitConverter.SingleToUInt32Bits((float)Reals[random.Next(Reals.Length)]),
    };

    public static long DoubleBits(Random random, bool nanPayloads) => random.Next(8) switch
    {
        0 => nanPayloads ? 0x7FF4_0000_0000_0001 : 0x7FF8_0000_0000_0000,
        1 => nanPayloads ? random.NextInt64() : BitConverter.DoubleToInt64Bits(random.NextDouble() * 1000),
        _ => BitConverter.DoubleToInt64Bits(Reals[random.Next(Reals.Length)]),
    };
}
