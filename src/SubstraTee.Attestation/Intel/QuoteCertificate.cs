using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>A TLS certificate with a quote in it (RA-TLS): the quote binds the certificate's key, and the key signs the certificate.</summary>
/// <remarks>
/// Two forms are read. Gramine: extension 1.2.840.113741.1337.6 holds the bare quote, report data is SHA-256 over the
/// SubjectPublicKeyInfo. Open Enclave: extension 1.2.840.113556.10.1.1 holds a header of 16 bytes and the quote, report data
/// is SHA-256 over the key as PEM with a zero byte after it. Both leave the other 32 bytes zero. The caller still has to
/// compare the key with the one that its own handshake used.
/// </remarks>
internal sealed class QuoteCertificate
{
    private const string GramineQuote = "1.2.840.113741.1337.6";
    private const string OpenEnclaveReport = "1.2.840.113556.10.1.1";
    private const int OpenEnclaveHeaderLength = 16;
    private const int PemLineLength = 64;

    private readonly Certificate _certificate;
    private readonly byte[] _expectedReportData;

    private QuoteCertificate(Certificate certificate, ReadOnlyMemory<byte> quote, ReadOnlySpan<byte> boundText)
    {
        _certificate = certificate;
        Quote = quote;
        _expectedReportData = [.. SHA256.HashData(boundText), .. new byte[32]];
    }

    /// <summary>The quote, not yet verified.</summary>
    public ReadOnlyMemory<byte> Quote { get; }

    /// <summary>The certificate's key.</summary>
    public ReadOnlyMemory<byte> Key => _certificate.Key.SubjectPublicKeyInfo;

    /// <summary>Whether evidence is a certificate and not a bare quote: no quote has a version that begins like a DER sequence.</summary>
    public static bool IsOne(ReadOnlySpan<byte> evidence) => !evidence.IsEmpty && evidence[0] == 0x30;

    /// <summary>Takes a quote out of a certificate.</summary>
    /// <exception cref="RefusalException">It is no certificate, or holds no quote, or two.</exception>
    public static QuoteCertificate Parse(ReadOnlyMemory<byte> der)
    {
        var certificate = Certificate.Parse(der, "the certificate around the quote");
        var hasGramine = certificate.TryGetExtension(GramineQuote, out var gramine);
        var hasOpenEnclave = certificate.TryGetExtension(OpenEnclaveReport, out var openEnclave);
        Check.That(
            hasGramine != hasOpenEnclave,
            RefusalReason.QuoteExtensionMissing,
            $"the certificate needs one quote, in extension {GramineQuote} or {OpenEnclaveReport}");
        return hasGramine
            ? new(certificate, gramine, certificate.Key.SubjectPublicKeyInfo.Span)
            : new(certificate, OpenHeader(openEnclave), PemOf(certificate.Key));
    }

    /// <summary>Checks that quote and certificate belong together, once the quote is verified.</summary>
    /// <exception cref="RefusalException">They do not.</exception>
    public void CheckBinding(ReadOnlySpan<byte> reportData)
    {
        Check.That(
            reportData.SequenceEqual(_expectedReportData), RefusalReason.QuoteCertificateNotBound, "the quote does not bind the certificate's key");
        Check.That(
            _certificate.IsSignedBy(_certificate.Key), RefusalReason.QuoteCertificateNotBound, "the certificate is not signed by its own key");
    }

    // Version 1, type 2 (remote), length of what follows.
    private static ReadOnlyMemory<byte> OpenHeader(ReadOnlyMemory<byte> report)
    {
        Check.That(report.Length >= OpenEnclaveHeaderLength, RefusalReason.EvidenceMalformed, "the report in the certificate is too short");
        var header = report.Span;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var type = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        Check.That(
            version == 1 && type == 2, RefusalReason.UnsupportedEvidence, $"a report of version {version} and type {type}; 1 and 2 are known");
        Check.That(
            length == (ulong)(report.Length - OpenEnclaveHeaderLength),
            RefusalReason.EvidenceMalformed,
            $"the report says that it has {length} bytes, and {report.Length - OpenEnclaveHeaderLength} are there");
        return report[OpenEnclaveHeaderLength..];
    }

    private static byte[] PemOf(PublicKey key)
    {
        var base64 = Convert.ToBase64String(key.SubjectPublicKeyInfo.Span);
        var text = new StringBuilder("-----BEGIN PUBLIC KEY-----\n");
        foreach (var line in base64.Chunk(PemLineLength))
        {
            text.Append(line).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.Append("-----END PUBLIC KEY-----\n\0").ToString());
    }
}
