namespace SubstraTee.Wasm;

internal static class ValueTypes
{
    public static bool IsReference(this ValueType type) => type is ValueType.FuncRef or ValueType.ExternRef;

    public static bool IsDefined(byte code) => code is >= 0x7C and <= 0x7F or 0x70 or 0x6F;

    public static string ToName(this ValueType type) => type switch
    {
        ValueType.I32 => "i32",
        ValueType.I64 => "i64",
        ValueType.F32 => "f32",
        ValueType.F64 => "f64",
        ValueType.FuncRef => "funcref",
        ValueType.ExternRef => "externref",
        _ => $"type 0x{(byte)type:x2}",
    };
}
