using System.Formats.Asn1;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.SevSnp;

/// <summary>AMD's extensions of a VCEK or VLEK certificate (#57230, section 3.1): what chip or provider, and which patch levels.</summary>
internal sealed record VekExtensions(
    int StructVersion, string ProductName, SnpTcb Tcb, ReadOnlyMemory<byte> HardwareId, string? CloudProvider)
{
    private const string Arc = "1.3.6.1.4.1.3704.1.";
    private const int MaxTextLength = 128;

    /// <summary>Reads the extensions; which patch levels there are depends on the product.</summary>
    /// <exception cref="RefusalException">One is missing or malformed.</exception>
    public static VekExtensions Read(Certificate certificate, SnpProduct product)
    {
        var tcb = new SnpTcb(
            product == SnpProduct.Turin ? Level(certificate, "3.9") : null,
            Level(certificate, "3.1"),
            Level(certificate, "3.2"),
            Level(certificate, "3.3"),
            Level(certificate, "3.8"));
        return new VekExtensions(
            (int)Number(certificate, "1"),
            Text(certificate, "2") ?? throw Missing("2"),
            tcb,
            HardwareIdOf(certificate),
            Text(certificate, "5"));
    }

    // Both forms exist in genuine certificates: the bytes themselves, and an OCTET STRING around them.
    private static ReadOnlyMemory<byte> HardwareIdOf(Certificate certificate)
    {
        if (!certificate.TryGetExtension(Arc + "4", out var value))
        {
            return default;
        }

        const byte OctetString = 0x04;
        var wrapped = value.Length > 2 && value.Span[0] == OctetString && value.Span[1] == value.Length - 2 && value.Length is 66 or 10;
        return wrapped ? value[2..] : value;
    }

    private static byte Level(Certificate certificate, string arc) => (byte)Number(certificate, arc);

    private static long Number(Certificate certificate, string arc)
    {
        if (!certificate.TryGetExtension(Arc + arc, out var value))
        {
            throw Missing(arc);
        }

        var number = Read(value, arc, reader => reader.ReadInteger());
        Check.That(number >= 0 && number <= byte.MaxValue, RefusalReason.SnpExtensionMalformed, $"extension {Arc}{arc} is no number of a byte");
        return (long)number;
    }

    private static string? Text(Certificate certificate, string arc)
    {
        if (!certificate.TryGetExtension(Arc + arc, out var value))
        {
            return null;
        }

        Check.That(value.Length <= MaxTextLength, RefusalReason.SnpExtensionMalformed, $"extension {Arc}{arc} is too long");
        return Read(value, arc, reader => reader.ReadCharacterString(UniversalTagNumber.IA5String));
    }

    private static T Read<T>(ReadOnlyMemory<byte> value, string arc, Func<AsnReader, T> read) =>
        Der.Read(value, RefusalReason.SnpExtensionMalformed, $"extension {Arc}{arc}", read);

    private static RefusalException Missing(string arc) =>
        new(RefusalReason.SnpExtensionMalformed, $"the certificate has no extension {Arc}{arc}");
}
