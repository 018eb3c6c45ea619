using System.Formats.Asn1;

namespace SubstraTee.Attestation.X509;

/// <summary>A Name (RFC 5280, section 4.1.2.4): compared by its bytes, read only for its common name.</summary>
internal static class DistinguishedName
{
    private const int MaxAttributes = 32;

    /// <summary>The only common name, or empty when there is none; several are ambiguous and refused.</summary>
    public static string ReadCommonName(ReadOnlyMemory<byte> name)
    {
        var found = "";
        var attributes = 0;
        var relative = new AsnReader(name, AsnEncodingRules.DER).ReadSequence();
        while (relative.HasData)
        {
            var set = relative.ReadSetOf();
            while (set.HasData)
            {
                if (++attributes > MaxAttributes)
                {
                    throw new AsnContentException("a name has too many attributes");
                }

                var attribute = set.ReadSequence();
                if (attribute.ReadObjectIdentifier() != Oids.CommonName)
                {
                    attribute.ReadEncodedValue();
                    attribute.ThrowIfNotEmpty();
                    continue;
                }

                var text = attribute.ReadCharacterString(StringType(attribute.PeekTag()));
                attribute.ThrowIfNotEmpty();
                found = found.Length == 0 ? text : throw new AsnContentException("a name has several common names");
            }
        }

        return found;
    }

    // DirectoryString (RFC 5280, section 4.1.2.4) without its sixteen- and thirty-two-bit forms, which no vendor uses.
    private static UniversalTagNumber StringType(Asn1Tag tag) =>
        tag.TagClass == TagClass.Universal
        && (UniversalTagNumber)tag.TagValue is
            UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.TeletexString or UniversalTagNumber.IA5String
            ? (UniversalTagNumber)tag.TagValue
            : throw new AsnContentException("a common name is no text");
}
