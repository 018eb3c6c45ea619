using System.Formats.Asn1;
using System.Numerics;

namespace SubstraTee.Attestation.X509;

/// <summary>An X.509 certificate, read strictly (RFC 5280, version 3, DER) without any store, clock or network.</summary>
/// <remarks>
/// .NET's own chain building consults all three. What is read here is what a chain by our own rules needs: the signed bytes as
/// they came, names as bytes, times as Unix seconds.
/// </remarks>
internal sealed class Certificate
{
    /// <summary>The longest certificate; those that carry evidence are the long ones.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxExtensions = 64;
    private const int MaxSerialLength = 32;

    private readonly SignatureScheme _scheme;
    private readonly ReadOnlyMemory<byte> _signature;
    private readonly List<CertificateExtension> _extensions = [];

    private Certificate(ReadOnlyMemory<byte> der, IEnumerable<Certificate> known)
    {
        Raw = der;
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        Tbs = sequence.ReadEncodedValue();
        var algorithm = sequence.ReadEncodedValue();
        _scheme = SignatureSchemes.Read(algorithm);
        _signature = Der.ReadWholeBits(sequence);
        sequence.ThrowIfNotEmpty();

        var tbs = new AsnReader(Tbs, AsnEncodingRules.DER).ReadSequence();
        var version = tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        if (version.ReadInteger() != 2)
        {
            throw new AsnContentException("only version 3 is read");
        }

        version.ThrowIfNotEmpty();
        SerialNumber = tbs.ReadIntegerBytes();
        if (SerialNumber.Length > MaxSerialLength)
        {
            throw new AsnContentException("the serial number is too long");
        }

        if (!tbs.ReadEncodedValue().Span.SequenceEqual(algorithm.Span))
        {
            throw new AsnContentException("the two signature algorithms differ");
        }

        Issuer = tbs.ReadEncodedValue();
        _ = DistinguishedName.ReadCommonName(Issuer);
        var validity = tbs.ReadSequence();
        NotBefore = Der.ReadTime(validity);
        NotAfter = Der.ReadTime(validity);
        validity.ThrowIfNotEmpty();
        Subject = tbs.ReadEncodedValue();
        CommonName = DistinguishedName.ReadCommonName(Subject);
        var key = tbs.ReadEncodedValue();
        Key = known.FirstOrDefault(one => one.Key.SubjectPublicKeyInfo.Span.SequenceEqual(key.Span))?.Key ?? PublicKey.Parse(key);
        if (tbs.HasData)
        {
            ReadExtensions(tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3)));
        }

        tbs.ThrowIfNotEmpty();
    }

    /// <summary>The whole certificate.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The signed bytes.</summary>
    public ReadOnlyMemory<byte> Tbs { get; }

    /// <summary>The serial number's bytes, as the integer stands in the certificate.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <summary>The issuer's name, DER.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    /// <summary>The subject's name, DER.</summary>
    public ReadOnlyMemory<byte> Subject { get; }

    /// <summary>The subject's common name, or empty.</summary>
    public string CommonName { get; }

    /// <summary>First second of validity, Unix.</summary>
    public long NotBefore { get; }

    /// <summary>Last second of validity, Unix.</summary>
    public long NotAfter { get; }

    /// <summary>The subject's key.</summary>
    public PublicKey Key { get; }

    /// <summary>All extensions, in their order; none occurs twice.</summary>
    public IReadOnlyList<CertificateExtension> Extensions => _extensions;

    /// <summary>Whether basic constraints make it an authority.</summary>
    public bool IsAuthority { get; private set; }

    /// <summary>How many authorities may stand between it and a leaf; null without a limit.</summary>
    public int? PathLength { get; private set; }

    /// <summary>What the key may be used for; null when the certificate does not say.</summary>
    public KeyUsages? KeyUsage { get; private set; }

    /// <summary>Whether issuer and subject are one.</summary>
    public bool IsSelfIssued => Issuer.Span.SequenceEqual(Subject.Span);

    /// <summary>The time of its validity.</summary>
    public ValidityWindow Validity => new(NotBefore, NotAfter);

    /// <summary>Reads a certificate.</summary>
    /// <param name="der">The certificate.</param>
    /// <param name="what">Names it in refusals.</param>
    /// <param name="known">Certificates whose keys need not be read again where this one has the same key.</param>
    /// <exception cref="RefusalException">It is not one, or uses what is not allowed.</exception>
    public static Certificate Parse(ReadOnlyMemory<byte> der, string what, params IEnumerable<Certificate> known)
    {
        Check.That(
            der.Length <= MaxLength, RefusalReason.CertificateMalformed, $"{what}: {der.Length} bytes, at most {MaxLength} are read");
        try
        {
            return new Certificate(der, known);
        }
        catch (AsnContentException fault)
        {
            throw new RefusalException(RefusalReason.CertificateMalformed, $"{what}: {fault.Message}");
        }
        catch (RefusalException refusal)
        {
            throw new RefusalException(refusal.Reason, $"{what}: {refusal.Message}");
        }
    }

    /// <summary>Whether this key signed the certificate.</summary>
    public bool IsSignedBy(PublicKey key) => key.Verify(_scheme, Tbs.Span, _signature.Span);

    /// <summary>The value of an extension.</summary>
    public bool TryGetExtension(string oid, out ReadOnlyMemory<byte> value)
    {
        foreach (var extension in _extensions)
        {
            if (extension.Oid == oid)
            {
                value = extension.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private void ReadExtensions(AsnReader wrapper)
    {
        var list = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        while (list.HasData)
        {
            var entry = list.ReadSequence();
            var oid = entry.ReadObjectIdentifier();
            var critical = entry.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && entry.ReadBoolean();
            var extension = new CertificateExtension(oid, critical, Der.ReadOctets(entry));
            entry.ThrowIfNotEmpty();
            if (_extensions.Count == MaxExtensions || _extensions.Any(other => other.Oid == oid))
            {
                throw new AsnContentException("an extension occurs twice, or there are too many");
            }

            _extensions.Add(extension);
            switch (oid)
            {
                case Oids.BasicConstraints:
                    ReadBasicConstraints(extension.Value);
                    break;
                case Oids.KeyUsage:
                    ReadKeyUsage(extension.Value);
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadBasicConstraints(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        IsAuthority = reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && reader.ReadBoolean();
        if (reader.HasData)
        {
            var length = reader.ReadInteger();
            PathLength = length >= 0 ? (int)BigInteger.Min(length, 255) : throw new AsnContentException("a negative path length");
        }

        reader.ThrowIfNotEmpty();
    }

    private void ReadKeyUsage(ReadOnlyMemory<byte> value)
    {
        // AMD's ARK and ASK keep a zero bit at the end of the list, which BER allows and DER does not. The bytes are signed.
        var reader = new AsnReader(value, AsnEncodingRules.BER);
        KeyUsage = reader.ReadNamedBitListValue<KeyUsages>();
        reader.ThrowIfNotEmpty();
    }
}
