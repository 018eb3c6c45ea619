using System.Buffers;

namespace SubstraTee.Primitives;

/// <summary>Hexadecimal text as Substrate's interfaces write it: lower case with a leading <c>0x</c>.</summary>
public static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Writes <c>0x</c> and two digits a byte.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => string.Concat("0x", Convert.ToHexStringLower(bytes));

    /// <summary>Reads hexadecimal text of at most <paramref name="maxBytes"/> bytes, with or without <c>0x</c>.</summary>
    /// <returns>False for an odd number of digits, any other character, or more bytes than allowed.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, int maxBytes, out byte[] bytes)
    {
        bytes = [];
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        if (digits.Length % 2 != 0 || digits.Length / 2 > maxBytes || digits.ContainsAnyExcept(Digits))
        {
            return false;
        }

        bytes = Convert.FromHexString(digits);
        return true;
    }

    /// <summary>Reads hexadecimal text that the program itself wrote, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is not hexadecimal.</exception>
    public static byte[] Decode(string text) =>
        TryDecode(text, int.MaxValue, out var bytes) ? bytes : throw new FormatException("expected hexadecimal digits");
}
