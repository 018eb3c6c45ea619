using System.Buffers;
using System.Text;
using SubstraTee.Attestation.Json;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>An IAS report taken out of what it came in: the signed bytes, the signature, and the certificates.</summary>
/// <param name="Body">The signed bytes, as they came.</param>
/// <param name="Signature">RSA over the body.</param>
/// <param name="SigningChain">The signing certificate, and its authority where that came along.</param>
/// <param name="Envelope">The certificate that the report came in; null for other forms.</param>
internal sealed record IasParts(
    ReadOnlyMemory<byte> Body, byte[] Signature, IReadOnlyList<Certificate> SigningChain, Certificate? Envelope)
{
    /// <summary>The longest evidence of this kind that is read.</summary>
    public const int MaxLength = 64 * 1024;

    private const string NetscapeComment = "2.16.840.1.113730.1.13";
    private static readonly SearchValues<byte> Unescaped =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!*'()"u8);

    /// <summary>Takes a report out of an X.509 certificate: body | base64 signature | base64 signing certificate.</summary>
    /// <exception cref="RefusalException">There is none, or it has another form.</exception>
    public static IasParts OfCertificate(Certificate envelope)
    {
        Check.That(
            envelope.TryGetExtension(NetscapeComment, out var comment), RefusalReason.IasExtensionMissing, "the certificate has no Netscape comment");
        return OfComment(comment, envelope);
    }

    /// <summary>Takes a report apart that stands in a comment.</summary>
    /// <exception cref="RefusalException">It has another form.</exception>
    public static IasParts OfComment(ReadOnlyMemory<byte> comment, Certificate? envelope)
    {
        // From the end, since the body is JSON and may hold a bar itself.
        var last = comment.Span.LastIndexOf((byte)'|');
        var first = last < 0 ? -1 : comment.Span[..last].LastIndexOf((byte)'|');
        Check.That(
            first > 0, RefusalReason.IasWrappingMalformed, "the comment lacks a report, its signature or its signing certificate");
        return new(
            comment[..first],
            FromBase64(comment.Span[(first + 1)..last], "signature"),
            [Certificate.Parse(FromBase64(comment.Span[(last + 1)..], "signing certificate"), "report signing certificate")],
            envelope);
    }

    /// <summary>Joins a bare body with the headers that came with it.</summary>
    /// <exception cref="RefusalException">A header is missing or has another form.</exception>
    public static IasParts OfHeaders(ReadOnlyMemory<byte> body, Collateral collateral)
    {
        if (collateral is not IasCollateral headers)
        {
            throw new RefusalException(
                ReferenceEquals(collateral, Collateral.None) ? RefusalReason.CollateralMissing : RefusalReason.CollateralKindMismatch,
                "a bare report body needs the service's signature and signing certificate");
        }

        Check.That(
            !headers.Signature.IsEmpty && !headers.SigningChain.IsEmpty,
            RefusalReason.CollateralMissing,
            "the service's signature or signing certificate is missing");
        var pem = Unescape(headers.SigningChain.Span);
        return new(
            body, FromBase64(headers.Signature.Span, "signature"), Pem.ReadCertificates(pem, "report signing chain"), Envelope: null);
    }

    /// <summary>
    /// Takes a report out of the JSON wrappings in use: <c>raReport</c> (text), <c>signature</c>, <c>rawSigningCert</c>; or
    /// <c>report</c> (base64), <c>signature</c>, <c>signing_cert</c>.
    /// </summary>
    /// <returns>Null when the object is no wrapping but may be a body.</returns>
    /// <exception cref="RefusalException">It has another form.</exception>
    public static IasParts? OfJson(ReadOnlyMemory<byte> json) =>
        StrictJson.Read(json, JsonLimits.Default, RefusalReason.IasWrappingMalformed, "report", document =>
        {
            var isText = document.Find("raReport") is not null;
            if (!isText && document.Find("report") is null)
            {
                return null;
            }

            if (document.Members.Count != 3)
            {
                throw new JsonFaultException("a wrapping has a report, its signature and its signing certificate, and nothing else");
            }

            var body = Encoding.UTF8.GetBytes(document.GetString(isText ? "raReport" : "report"));
            var certificate = Encoding.UTF8.GetBytes(document.GetString(isText ? "rawSigningCert" : "signing_cert"));
            return new IasParts(
                isText ? body : FromBase64(body, "report"),
                FromBase64(Encoding.UTF8.GetBytes(document.GetString("signature")), "signature"),
                [Certificate.Parse(FromBase64(certificate, "signing certificate"), "report signing certificate")],
                Envelope: null);
        });

    private static byte[] FromBase64(ReadOnlySpan<byte> text, string what) =>
        Pem.DecodeBase64(text) ?? throw new RefusalException(RefusalReason.IasWrappingMalformed, $"the {what} is not base64");

    // RFC 3986, section 2.1, with upper-case digits as the service writes them.
    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        Check.That(text.Length <= MaxLength, RefusalReason.CollateralTooLarge, $"{text.Length} bytes of signing certificates");
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Unescaped.Contains(text[i]))
            {
                bytes[length++] = text[i];
                continue;
            }

            var escape = i + 2 < text.Length && text[i] == (byte)'%' ? text.Slice(i + 1, 2) : [];
            Check.That(
                escape.Length == 2 && IsDigit(escape[0]) && IsDigit(escape[1]),
                RefusalReason.IasWrappingMalformed,
                "the signing certificates are not URL-encoded");
            bytes[length++] = (byte)((Digit(escape[0]) << 4) | Digit(escape[1]));
            i += 2;
        }

        return bytes[..length];
    }

    private static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'F';

    private static int Digit(byte letter) => letter <= (byte)'9' ? letter - '0' : letter - 'A' + 10;
}
