namespace SubstraTee.Wasm;

internal static class ValueKinds
{
    public static bool IsReference(this ValueKind type) => type is ValueKind.FuncRef or ValueKind.ExternRef;

    public static bool IsDefined(byte code) => code is >= 0x7C and <= 0x7F or 0x70 or 0x6F;

    public static string ToName(this ValueKind type) => type switch
    {
        ValueKind.I32 => "i32",
        ValueKind.I64 => "i64",
        ValueKind.F32 => "f32",
        ValueKind.F64 => "f64",
        ValueKind.FuncRef => "funcref",
        ValueKind.ExternRef => "externref",
        _ => $"type 0x{(byte)type:x2}",
    };
}
