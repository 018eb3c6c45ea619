using System.Security.Cryptography;
using System.Text;

namespace SubstraTee.Attestation.X509;

/// <summary>PEM text (RFC 7468), bounded: certificates one after the other and nothing but white space between them.</summary>
internal static class Pem
{
    /// <summary>The longest text that is read.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Reads certificates.</summary>
    /// <param name="text">PEM; zero bytes at its end are allowed, since quotes end their chain with one.</param>
    /// <param name="what">Names the text in refusals.</param>
    /// <exception cref="RefusalException">Anything else than PEM certificates, or too many of them.</exception>
    public static List<Certificate> ReadCertificates(ReadOnlySpan<byte> text, string what)
    {
        var certificates = new List<Certificate>();
        foreach (var der in ReadBlocks(text, "CERTIFICATE", CertificateChain.MaxCertificates, what))
        {
            certificates.Add(Certificate.Parse(der, what));
        }

        return certificates;
    }

    /// <summary>Reads the contents of blocks with one label.</summary>
    /// <exception cref="RefusalException">Anything else than such blocks, or too many of them.</exception>
    public static List<byte[]> ReadBlocks(ReadOnlySpan<byte> text, string label, int maxBlocks, string what)
    {
        Check.That(text.Length <= MaxLength, RefusalReason.CertificateMalformed, $"{what}: {text.Length} bytes of PEM");
        var trimmed = text.TrimEnd((byte)0);
        Check.That(Ascii.IsValid(trimmed), RefusalReason.CertificateMalformed, $"{what}: PEM is ASCII text");
        var rest = Encoding.ASCII.GetString(trimmed).AsSpan().Trim();
        var blocks = new List<byte[]>();
        while (!rest.IsEmpty)
        {
            Check.That(
                PemEncoding.TryFind(rest, out var fields) && fields.Location.Start.Value == 0 && rest[fields.Label].SequenceEqual(label),
                RefusalReason.CertificateMalformed,
                $"{what}: expected PEM blocks of {label} and nothing else");
            Check.That(blocks.Count < maxBlocks, RefusalReason.CertificateExtra, $"{what}: more than {maxBlocks} PEM blocks");
            blocks.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            rest = rest[fields.Location.End..].TrimStart();
        }

        return blocks;
    }
}
