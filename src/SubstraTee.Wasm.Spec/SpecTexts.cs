using System.Globalization;

namespace SubstraTee.Wasm.Spec;

/// <summary>Values and failures as the suite writes them.</summary>
internal static class SpecTexts
{
    private const ulong QuietBit32 = 0x40_0000;
    private const ulong QuietBit64 = 0x8_0000_0000_0000;

    public static Value ToValue(SpecValue value) => value.Type switch
    {
        "i32" => Value.FromBits(ValueKind.I32, Bits(value)),
        "i64" => Value.FromBits(ValueKind.I64, Bits(value)),
        "f32" => Value.FromBits(ValueKind.F32, Bits(value)),
        "f64" => Value.FromBits(ValueKind.F64, Bits(value)),
        "externref" => Value.FromExtern(value.Text is null or "null" ? null : ExternNumber.Of(Bits(value))),
        "funcref" when value.Text is "null" => Value.FromFunction(null),
        _ => throw new FormatException($"a script cannot pass a value of type {value.Type}"),
    };

    /// <summary>Whether a result is what a script expects.</summary>
    public static bool Matches(Value actual, SpecValue expected) => expected.Type switch
    {
        "i32" => actual.Type == ValueKind.I32 && actual.Bits == Bits(expected),
        "i64" => actual.Type == ValueKind.I64 && actual.Bits == Bits(expected),
        "f32" => actual.Type == ValueKind.F32 && (IsNaN(expected)
            ? MatchesNaN(actual.Bits & 0x7FFF_FFFF, 0x7F80_0000 | QuietBit32, expected.Text == "nan:canonical") : actual.Bits == Bits(expected)),
        "f64" => actual.Type == ValueKind.F64 && (IsNaN(expected)
            ? MatchesNaN(actual.Bits & long.MaxValue, 0x7FF0_0000_0000_0000 | QuietBit64, expected.Text == "nan:canonical") : actual.Bits == Bits(expected)),
        "externref" => actual.Type == ValueKind.ExternRef
            && (expected.Text is "null" ? actual.Extern is null : actual.Extern is { } value && (expected.Text is null || value.Equals(ExternNumber.Of(Bits(expected))))),
        "funcref" => actual.Type == ValueKind.FuncRef && (expected.Text is "null") == (actual.Function is null),
        _ => throw new FormatException($"unknown type {expected.Type}"),
    };

    /// <summary>Whether a trap is the one that a script means.</summary>
    public static bool Fits(TrapCode code, string text)
    {
        // Numbers of elements follow some of the texts; call_indirect has a word of its own for being out of bounds.
        var said = new Trap(code).ToString();
        return text.StartsWith(said, StringComparison.Ordinal)
            || (code == TrapCode.TableOutOfBounds && text.StartsWith("undefined element", StringComparison.Ordinal));
    }

    private static bool IsNaN(SpecValue value) => value.Text is "nan:canonical" or "nan:arithmetic";

    private static bool MatchesNaN(ulong magnitude, ulong canonical, bool isCanonical) =>
        isCanonical ? magnitude == canonical : (magnitude & canonical) == canonical;

    private static ulong Bits(SpecValue value) => ulong.Parse(value.Text ?? throw new FormatException("a value is missing"), CultureInfo.InvariantCulture);
}

/// <summary>The object that a script means by a number; one for each number, as references are compared by identity.</summary>
internal sealed record ExternNumber
{
    private static readonly Dictionary<ulong, ExternNumber> Known = [];

    private ExternNumber(ulong number) => Number = number;

    public ulong Number { get; }

    public static ExternNumber Of(ulong number)
    {
        lock (Known)
        {
            return Known.TryGetValue(number, out var known) ? known : Known[number] = new ExternNumber(number);
        }
    }
}
