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

    /// <summary>Reads hexadecimal text in UTF-8, as it stands in a message, without making a string of it.</summary>
    /// <inheritdoc cref="TryDecode(ReadOnlySpan{char}, int, out byte[])"/>
    public static bool TryDecode(ReadOnlySpan<byte> utf8Text, int maxBytes, out byte[] bytes)
    {
        bytes = [];
        var digits = utf8Text.StartsWith("0x"u8) ? utf8Text[2..] : utf8Text;
        if (digits.Length % 2 != 0 || digits.Length / 2 > maxBytes)
        {
            return false;
        }

        var decoded = digits.IsEmpty ? [] : GC.AllocateUninitializedArray<byte>(digits.Length / 2);
        if (Convert.FromHexString(digits, decoded, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        bytes = decoded;
        return true;
    }

    /// <summary>Writes what <see cref="Encode(ReadOnlySpan{byte})"/> gives, as UTF-8.</summary>
    /// <exception cref="ArgumentException">The destination has not exactly two bytes and two for every byte.</exception>
    public static void Encode(ReadOnlySpan<byte> bytes, Span<byte> utf8Destination)
    {
        if (utf8Destination.Length != 2 + (2 * bytes.Length))
        {
            throw new ArgumentException($"{bytes.Length} bytes take {2 + (2 * bytes.Length)} bytes of text", nameof(utf8Destination));
        }

        "0x"u8.CopyTo(utf8Destination);
        Convert.TryToHexStringLower(bytes, utf8Destination[2..], out _);
    }

    /// <summary>Reads hexadecimal text that the program itself wrote, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is not hexadecimal.</exception>
    public static byte[] Decode(string text) =>
        TryDecode(text, int.MaxValue, out var bytes) ? bytes : throw new FormatException("expected hexadecimal digits");
}
