using System.Globalization;
using System.Text.Json;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary>Arguments and results of functions as text.</summary>
internal static class WasmValues
{
    /// <summary>A type's name.</summary>
    public static string NameOf(ValueKind kind) => kind switch
    {
        ValueKind.I32 => "i32",
        ValueKind.I64 => "i64",
        ValueKind.F32 => "f32",
        ValueKind.F64 => "f64",
        ValueKind.FuncRef => "funcref",
        _ => "externref",
    };

    /// <summary>An argument: integers signed or unsigned, decimal or <c>0x</c>; decimals with <c>nan</c>, <c>inf</c>; <c>null</c> for references.</summary>
    public static bool TryParse(string text, ValueKind kind, out Value value)
    {
        value = default;
        switch (kind)
        {
            case ValueKind.I32 when TryInteger(text, int.MinValue, uint.MaxValue, out var number):
                value = (int)(uint)(ulong)number;
                return true;
            case ValueKind.I64 when TryInteger(text, long.MinValue, ulong.MaxValue, out var number):
                value = (long)(ulong)number;
                return true;
            case ValueKind.F32 when TryDecimal(text, out var number):
                value = float.Parse(Plain(text), CultureInfo.InvariantCulture) is var narrow && double.IsNaN(number) ? float.NaN : narrow;
                return true;
            case ValueKind.F64 when TryDecimal(text, out var number):
                value = number;
                return true;
            case ValueKind.ExternRef when text == "null":
                value = Value.FromExtern(null);
                return true;
            case ValueKind.FuncRef when text == "null":
                value = Value.FromFunction(null);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A result as JSON: a number, or a text where JSON's numbers would lose something (i64, NaN, infinities).</summary>
    public static JsonElement ToJson(Value value)
    {
        var text = ToText(value);
        var isNumber = value.Type == ValueKind.I32
            || (value.Type == ValueKind.F32 && float.IsFinite(value.Single))
            || (value.Type == ValueKind.F64 && double.IsFinite(value.Double));
        return JsonElement.Parse(isNumber ? text : $"\"{text}\"");
    }

    /// <summary>A result as text; integers are signed.</summary>
    public static string ToText(Value value) => value.Type switch
    {
        ValueKind.I32 => value.Int32.ToString(CultureInfo.InvariantCulture),
        ValueKind.I64 => value.Int64.ToString(CultureInfo.InvariantCulture),
        ValueKind.F32 => Decimal(value.Single, value.Single.ToString("R", CultureInfo.InvariantCulture)),
        ValueKind.F64 => Decimal(value.Double, value.Double.ToString("R", CultureInfo.InvariantCulture)),
        ValueKind.FuncRef => value.Function is null ? "null" : "function",
        _ => value.Extern is null ? "null" : "object",
    };

    private static string Decimal(double number, string text) => double.IsNaN(number) ? "nan"
        : double.IsPositiveInfinity(number) ? "inf"
        : double.IsNegativeInfinity(number) ? "-inf"
        : text;

    private static bool TryInteger(string text, Int128 least, Int128 most, out Int128 number)
    {
        var isNegative = text.StartsWith('-');
        var digits = text.AsSpan(isNegative ? 1 : 0);
        var style = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (style == NumberStyles.AllowHexSpecifier)
        {
            digits = digits[2..];
        }

        // 128 bits hold every 64-bit number of both signs; more digits than 64 bits have are refused by their number.
        if (digits.Length is 0 or > 20 || !Int128.TryParse(digits, style, CultureInfo.InvariantCulture, out number))
        {
            number = 0;
            return false;
        }

        number = isNegative ? -number : number;
        return number >= least && number <= most;
    }

    private static bool TryDecimal(string text, out double number) => double.TryParse(
        Plain(text), NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static string Plain(string text) => text switch
    {
        "nan" => "NaN",
        "inf" => "Infinity",
        "-inf" => "-Infinity",
        _ => text,
    };
}
