using System.Formats.Asn1;

namespace SubstraTee.Attestation.X509;

/// <summary>What every reader of DER here shares: strict rules, bounded input, and faults as refusals.</summary>
internal static class Der
{
    /// <summary>Reads one complete value and nothing after it.</summary>
    /// <exception cref="RefusalException">It is not DER of the expected form, or something follows.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, RefusalReason reason, string what, Func<AsnReader, T> read)
    {
        try
        {
            var reader = new AsnReader(bytes, AsnEncodingRules.DER);
            var value = read(reader);
            reader.ThrowIfNotEmpty();
            return value;
        }
        catch (AsnContentException fault)
        {
            throw new RefusalException(reason, $"{what}: {fault.Message}");
        }
    }

    /// <summary>UTCTime or GeneralizedTime as Unix seconds (RFC 5280, section 4.1.2.5).</summary>
    public static long ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.UtcTime))
            ? reader.ReadUtcTime().ToUnixTimeSeconds()
            : reader.ReadGeneralizedTime().ToUnixTimeSeconds();

    /// <summary>A BIT STRING of whole bytes.</summary>
    public static ReadOnlyMemory<byte> ReadWholeBits(AsnReader reader) =>
        reader.TryReadPrimitiveBitString(out var unused, out var value) && unused == 0
            ? value
            : throw new AsnContentException("a bit string does not consist of whole bytes");

    /// <summary>An OCTET STRING, primitive as DER demands.</summary>
    public static ReadOnlyMemory<byte> ReadOctets(AsnReader reader) =>
        reader.TryReadPrimitiveOctetString(out var value)
            ? value
            : throw new AsnContentException("an octet string is constructed");
}
