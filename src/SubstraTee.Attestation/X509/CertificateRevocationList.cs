using System.Formats.Asn1;

namespace SubstraTee.Attestation.X509;

/// <summary>A certificate revocation list (RFC 5280, section 5), read strictly; .NET's own reader does not check the signature.</summary>
internal sealed class CertificateRevocationList
{
    /// <summary>The longest list that is read.</summary>
    public const int MaxLength = 1 << 20;

    private readonly SignatureScheme _scheme;
    private readonly ReadOnlyMemory<byte> _tbs;
    private readonly ReadOnlyMemory<byte> _signature;
    private readonly List<ReadOnlyMemory<byte>> _serials = [];

    private CertificateRevocationList(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        _tbs = sequence.ReadEncodedValue();
        var algorithm = sequence.ReadEncodedValue();
        _scheme = SignatureSchemes.Read(algorithm);
        _signature = Der.ReadWholeBits(sequence);
        sequence.ThrowIfNotEmpty();

        var tbs = new AsnReader(_tbs, AsnEncodingRules.DER).ReadSequence();
        if (tbs.ReadInteger() != 1)
        {
            throw new AsnContentException("only version 2 is read");
        }

        if (!tbs.ReadEncodedValue().Span.SequenceEqual(algorithm.Span))
        {
            throw new AsnContentException("the two signature algorithms differ");
        }

        Issuer = tbs.ReadEncodedValue();
        _ = DistinguishedName.ReadCommonName(Issuer);
        ThisUpdate = Der.ReadTime(tbs);
        NextUpdate = Der.ReadTime(tbs);
        if (tbs.HasData && tbs.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadEntries(tbs.ReadSequence());
        }

        if (tbs.HasData)
        {
            var wrapper = tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
            RefuseCritical(wrapper.ReadSequence());
            wrapper.ThrowIfNotEmpty();
        }

        tbs.ThrowIfNotEmpty();
    }

    /// <summary>The issuer's name, DER.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    /// <summary>When it was issued, Unix seconds.</summary>
    public long ThisUpdate { get; }

    /// <summary>Until when it counts, Unix seconds; a list without an end is refused.</summary>
    public long NextUpdate { get; }

    /// <summary>The time within which it counts.</summary>
    public ValidityWindow Validity => new(ThisUpdate, NextUpdate);

    /// <summary>How many certificates it revokes.</summary>
    public int Count => _serials.Count;

    /// <summary>Reads a list.</summary>
    /// <exception cref="RefusalException">It is not one, or uses what is not allowed.</exception>
    public static CertificateRevocationList Parse(ReadOnlyMemory<byte> der, string what)
    {
        Check.That(der.Length <= MaxLength, RefusalReason.CrlMalformed, $"{what}: {der.Length} bytes, at most {MaxLength} are read");
        try
        {
            return new CertificateRevocationList(der);
        }
        catch (AsnContentException fault)
        {
            throw new RefusalException(RefusalReason.CrlMalformed, $"{what}: {fault.Message}");
        }
        catch (RefusalException refusal)
        {
            throw new RefusalException(refusal.Reason, $"{what}: {refusal.Message}");
        }
    }

    /// <summary>Whether this key signed the list.</summary>
    public bool IsSignedBy(PublicKey key) => key.Verify(_scheme, _tbs.Span, _signature.Span);

    /// <summary>Whether a serial number is on the list.</summary>
    public bool Revokes(ReadOnlySpan<byte> serialNumber)
    {
        foreach (var serial in _serials)
        {
            if (serial.Span.SequenceEqual(serialNumber))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Checks who issued it, its signature and its time.</summary>
    /// <exception cref="RefusalException">One of them is wrong.</exception>
    public void CheckAuthority(Certificate authority, string what)
    {
        Check.That(Issuer.Span.SequenceEqual(authority.Subject.Span), RefusalReason.CrlIssuerMismatch, $"{what} is of another authority than {authority.CommonName}");
        Check.That(
            authority.KeyUsage is null || authority.KeyUsage.Value.HasFlag(KeyUsages.CrlSign),
            RefusalReason.CertificateKeyUsage,
            $"{authority.CommonName} may not sign revocation lists");
        Check.That(IsSignedBy(authority.Key), RefusalReason.CrlSignatureInvalid, $"{what} is not signed by {authority.CommonName}");
    }

    /// <summary>Checks that it counts at a time.</summary>
    /// <exception cref="RefusalException">It does not.</exception>
    public void CheckTime(long time, string what)
    {
        Check.That(ThisUpdate <= time, RefusalReason.CrlNotYetValid, $"{what} counts from {ThisUpdate}, which is after {time}");
        Check.That(time <= NextUpdate, RefusalReason.CrlExpired, $"{what} counts until {NextUpdate}, which is before {time}; fetch the current one");
    }

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            _serials.Add(entry.ReadIntegerBytes());
            Der.ReadTime(entry);
            if (entry.HasData)
            {
                RefuseCritical(entry.ReadSequence());
            }

            entry.ThrowIfNotEmpty();
        }
    }

    // A critical extension (delta lists, partial lists, indirect lists) changes what the list means: section 5.2.
    private static void RefuseCritical(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
            {
                throw new AsnContentException($"critical extension {oid} is not understood");
            }

            Der.ReadOctets(extension);
            extension.ThrowIfNotEmpty();
        }
    }
}
