using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace SubstraTee.Attestation.X509;

/// <summary>PEM text in RFC 7468's strict form, bounded: blocks one after the other, and nothing but line ends between them.</summary>
/// <remarks>
/// Strict so that a text says one thing only: no other white space, no characters that are skipped, no bits that do not count.
/// </remarks>
internal static class Pem
{
    /// <summary>The longest text that is read.</summary>
    public const int MaxLength = 256 * 1024;

    private const int MaxLineLength = 76;

    /// <summary>Reads certificates.</summary>
    /// <param name="text">PEM; one zero byte at its end is allowed, since quotes end their chain with it.</param>
    /// <param name="what">Names the text in refusals.</param>
    /// <param name="known">Certificates that were read before and need not be read again.</param>
    /// <exception cref="RefusalException">Anything else than PEM certificates, or too many of them.</exception>
    public static List<Certificate> ReadCertificates(ReadOnlySpan<byte> text, string what, params IEnumerable<Certificate> known)
    {
        var certificates = new List<Certificate>();
        foreach (var der in ReadBlocks(text, "CERTIFICATE", CertificateChain.MaxCertificates, what))
        {
            certificates.Add(known.FirstOrDefault(one => one.Raw.Span.SequenceEqual(der)) ?? Certificate.Parse(der, what, known));
        }

        return certificates;
    }

    /// <summary>Reads the contents of blocks with one label.</summary>
    /// <exception cref="RefusalException">Anything else than such blocks, or too many of them.</exception>
    public static List<byte[]> ReadBlocks(ReadOnlySpan<byte> text, string label, int maxBlocks, string what)
    {
        Check.That(text.Length <= MaxLength, RefusalReason.CertificateMalformed, $"{what}: {text.Length} bytes of PEM");
        var begin = Encoding.ASCII.GetBytes($"-----BEGIN {label}-----");
        var end = Encoding.ASCII.GetBytes($"-----END {label}-----");
        var rest = !text.IsEmpty && text[^1] == 0 ? text[..^1] : text;
        var blocks = new List<byte[]>();
        while (!rest.IsEmpty)
        {
            var line = NextLine(ref rest);
            if (line.IsEmpty)
            {
                continue;
            }

            Check.That(line.SequenceEqual(begin), RefusalReason.CertificateMalformed, $"{what}: expected PEM blocks of {label} and nothing else");
            Check.That(blocks.Count < maxBlocks, RefusalReason.CertificateExtra, $"{what}: more than {maxBlocks} PEM blocks");
            blocks.Add(ReadBody(ref rest, end, what));
        }

        return blocks;
    }

    private static byte[] ReadBody(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> end, string what)
    {
        var base64 = new byte[rest.Length];
        var length = 0;
        while (true)
        {
            Check.That(!rest.IsEmpty, RefusalReason.CertificateMalformed, $"{what}: a PEM block does not end");
            var line = NextLine(ref rest);
            if (line.SequenceEqual(end))
            {
                break;
            }

            Check.That(
                line.Length is > 0 and <= MaxLineLength && line.IndexOfAny("\t\r "u8) < 0,
                RefusalReason.CertificateMalformed,
                $"{what}: a line of a PEM block has {line.Length} characters, or white space");
            line.CopyTo(base64.AsSpan(length));
            length += line.Length;
        }

        return DecodeBase64(base64.AsSpan(0, length))
            ?? throw new RefusalException(RefusalReason.CertificateMalformed, $"{what}: a PEM block is not base64");
    }

    /// <summary>Base64 in its only form, without white space and with unused bits zero; null for anything else.</summary>
    public static byte[]? DecodeBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.IndexOfAny("\t\r\n "u8) >= 0
            || Base64.DecodeFromUtf8(text, bytes, out var consumed, out var written) != OperationStatus.Done || consumed != text.Length)
        {
            return null;
        }

        // Only the last group can have bits that do not count.
        Span<byte> again = stackalloc byte[4];
        var tail = bytes.AsSpan(0, written);
        tail = tail[(written == 0 ? 0 : (written - 1) / 3 * 3)..];
        return text.IsEmpty || (Base64.EncodeToUtf8(tail, again, out _, out var count) == OperationStatus.Done && text[^count..].SequenceEqual(again[..count]))
            ? bytes[..written]
            : null;
    }

    // Both line ends of RFC 7468, section 2; the last line may have none.
    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        var index = rest.IndexOf((byte)'\n');
        var line = index < 0 ? rest : rest[..index];
        rest = index < 0 ? [] : rest[(index + 1)..];
        return index > 0 && line[^1] == (byte)'\r' ? line[..^1] : line;
    }
}
