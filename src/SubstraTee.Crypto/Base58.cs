namespace SubstraTee.Crypto;

/// <summary>Base58 in Bitcoin's alphabet, for short inputs: its cost is quadratic.</summary>
internal static class Base58
{
    public const int MaxBytes = 64;
    public const int MaxCharacters = 89;

    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ArgumentException($"at most {MaxBytes} bytes, not {bytes.Length}", nameof(bytes));
        }

        Span<byte> digits = stackalloc byte[MaxCharacters];
        var length = Convert(bytes, 256, digits, 58);
        var zeros = LeadingZeros(bytes);
        Span<char> text = stackalloc char[zeros + length];
        text[..zeros].Fill(Alphabet[0]);
        for (var i = 0; i < length; i++)
        {
            text[zeros + i] = Alphabet[digits[length - 1 - i]];
        }

        return new string(text);
    }

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length > MaxCharacters)
        {
            return false;
        }

        Span<byte> digits = stackalloc byte[MaxCharacters];
        for (var i = 0; i < text.Length; i++)
        {
            var digit = Alphabet.IndexOf(text[i]);
            if (digit < 0)
            {
                return false;
            }

            digits[i] = (byte)digit;
        }

        digits = digits[..text.Length];
        Span<byte> reversed = stackalloc byte[MaxCharacters];
        var length = Convert(digits, 58, reversed, 256);
        var zeros = LeadingZeros(digits);
        bytes = new byte[zeros + length];
        reversed[..length].CopyTo(bytes.AsSpan(zeros));
        bytes.AsSpan(zeros).Reverse();
        return true;
    }

    // Long division from one base to another; the digits come out with the lowest first.
    private static int Convert(ReadOnlySpan<byte> source, int from, Span<byte> destination, int to)
    {
        var length = 0;
        foreach (var digit in source)
        {
            int carry = digit;
            for (var i = 0; i < length; i++)
            {
                carry += destination[i] * from;
                destination[i] = (byte)(carry % to);
                carry /= to;
            }

            for (; carry > 0; carry /= to)
            {
                destination[length++] = (byte)(carry % to);
            }
        }

        return length;
    }

    private static int LeadingZeros(ReadOnlySpan<byte> digits)
    {
        var first = digits.IndexOfAnyExcept((byte)0);
        return first < 0 ? digits.Length : first;
    }
}
