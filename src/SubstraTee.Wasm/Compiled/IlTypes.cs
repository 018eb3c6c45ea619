namespace SubstraTee.Wasm.Compiled;

/// <summary>What types of WebAssembly are in the common intermediate language (ECMA-335, II.23.1.16).</summary>
internal static class IlTypes
{
    public const byte Void = 0x01;
    public const byte Int32 = 0x08;
    public const byte Int64 = 0x0A;
    public const byte Single = 0x0C;
    public const byte Double = 0x0D;

    /// <summary>One more than the largest of them.</summary>
    public const int Count = 0x0E;

    /// <summary>References are addresses and numbers of the host's objects, as in slots.</summary>
    public static byte Of(ValueKind type) => type switch
    {
        ValueKind.I32 => Int32,
        ValueKind.F32 => Single,
        ValueKind.F64 => Double,
        _ => Int64,
    };

    public static Type ToClr(byte type) => type switch
    {
        Void => typeof(void),
        Int32 => typeof(int),
        Int64 => typeof(long),
        Single => typeof(float),
        Double => typeof(double),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type that is used"),
    };

    /// <summary>The type of what a call gives: its first result.</summary>
    public static byte OfResult(FunctionType type) => type.Results.Length == 0 ? Void : Of(type.Results[0]);
}
