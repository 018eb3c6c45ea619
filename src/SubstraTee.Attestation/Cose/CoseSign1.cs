using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Cose;

/// <summary>A COSE_Sign1 structure (RFC 9052, section 4.2): one payload, one signature.</summary>
internal sealed class CoseSign1
{
    private const ulong Sign1Tag = 18;
    private const ulong Mac0Tag = 17;
    private const long AlgorithmLabel = 1;
    private const long ContentTypeLabel = 3;
    private const long KeyIdLabel = 4;

    private readonly CoseParts _parts;

    private CoseSign1(CoseParts parts, CoseAlgorithm algorithm)
    {
        _parts = parts;
        Algorithm = algorithm;
    }

    /// <summary>The algorithm that the protected header names, or <see cref="CoseAlgorithm.None"/>.</summary>
    /// <remarks>What the unprotected header says is not signed, and never read: a changed one could pick another algorithm.</remarks>
    public CoseAlgorithm Algorithm { get; }

    /// <summary>What is signed.</summary>
    public ReadOnlyMemory<byte> Payload => _parts.Payload;

    /// <summary>Reads a structure that takes all of the bytes.</summary>
    /// <param name="bytes">The structure.</param>
    /// <param name="limits">How much is looked at.</param>
    /// <param name="tagging">Whether the tag has to be there.</param>
    /// <param name="what">What it is, for the refusal.</param>
    /// <exception cref="RefusalException">It is not one, or has headers that are not understood.</exception>
    public static CoseSign1 Read(ReadOnlyMemory<byte> bytes, CborLimits limits, CoseTagging tagging, string what)
    {
        var value = CborReader.Read(bytes, limits, what);
        if (value is CborValue.Tag tag)
        {
            Check.That(tag.Number != Mac0Tag, RefusalReason.CoseSymmetricMac, $"{what} is a COSE_Mac0: who can check it can also make it");
            Check.That(tag.Number == Sign1Tag, RefusalReason.EvidenceMalformed, $"{what} has the tag {tag.Number}, not that of COSE_Sign1");
            value = tag.Content;
        }
        else
        {
            Check.That(tagging == CoseTagging.Optional, RefusalReason.EvidenceMalformed, $"{what} has no COSE_Sign1 tag");
        }

        Check.That(
            CoseParts.TryTake(value, out var parts), RefusalReason.EvidenceMalformed, $"{what} is no array of headers, payload and signature");
        CheckUnprotected(parts.Unprotected, what);
        return new CoseSign1(parts, ReadAlgorithm(parts.Protected, limits, what));
    }

    /// <summary>The algorithm that a key goes with; it is used with no other.</summary>
    public static CoseAlgorithm AlgorithmOf(PublicKey key) => key.Algorithm switch
    {
        KeyAlgorithm.P256 => CoseAlgorithm.Es256,
        KeyAlgorithm.P384 => CoseAlgorithm.Es384,
        KeyAlgorithm.P521 => CoseAlgorithm.Es512,
        _ => CoseAlgorithm.None,
    };

    /// <summary>True when the signature is that of the key, and the algorithm that is named, if one is, belongs to the key.</summary>
    public bool IsSignedBy(PublicKey key) =>
        (Algorithm == CoseAlgorithm.None || Algorithm == AlgorithmOf(key)) && IsSignedBy(_parts, key);

    /// <summary>True when a signature is that of the key, under the algorithm that belongs to the key's curve.</summary>
    public static bool IsSignedBy(CoseParts parts, PublicKey key)
    {
        var signed = parts.Authenticated("Signature1"u8);
        return AlgorithmOf(key) switch
        {
            CoseAlgorithm.Es256 => key.VerifyFixed(SignatureScheme.EcdsaSha256, signed, parts.Proof.Span),
            CoseAlgorithm.Es384 => key.VerifyFixed(SignatureScheme.EcdsaSha384, signed, parts.Proof.Span),
            CoseAlgorithm.Es512 => key.VerifyFixed(SignatureScheme.EcdsaSha512, signed, parts.Proof.Span),
            _ => false,
        };
    }

    private static CoseAlgorithm ReadAlgorithm(ReadOnlyMemory<byte> header, CborLimits limits, string what)
    {
        var algorithm = CoseAlgorithm.None;
        if (header.IsEmpty)
        {
            return algorithm;
        }

        var map = CborReader.Read(header, limits, $"the protected header of {what}") as CborValue.Map;
        Check.That(map is not null, RefusalReason.EvidenceMalformed, $"the protected header of {what} is no map");
        foreach (var (key, value) in map.Entries)
        {
            switch (key, value)
            {
                case (CborValue.Integer { Value: AlgorithmLabel }, CborValue.Integer number):
                    algorithm = KnownAlgorithm(number.Value, what);
                    break;
                case (CborValue.Integer { Value: ContentTypeLabel }, CborValue.Integer or CborValue.Text):
                case (CborValue.Integer { Value: KeyIdLabel }, CborValue.Bytes):
                    break;
                default:
                    // So it is for "crit" too: none of the extensions that it could demand is understood here.
                    throw new RefusalException(RefusalReason.CoseHeaderNotUnderstood, $"the protected header of {what} has an unknown entry");
            }
        }

        return algorithm;
    }

    private static CoseAlgorithm KnownAlgorithm(long number, string what) =>
        number is (long)CoseAlgorithm.Es256 or (long)CoseAlgorithm.Es384 or (long)CoseAlgorithm.Es512
            ? (CoseAlgorithm)number
            : throw new RefusalException(RefusalReason.CoseAlgorithmUnsupported, $"{what} names algorithm {number}; accepted are ES256, ES384, ES512");

    // A key id helps to find a key and says nothing else. It is the only unsigned content that is let through.
    private static void CheckUnprotected(CborValue.Map unprotected, string what)
    {
        foreach (var (key, value) in unprotected.Entries)
        {
            Check.That(
                key is CborValue.Integer { Value: KeyIdLabel } && value is CborValue.Bytes,
                RefusalReason.CoseHeaderNotUnderstood,
                $"the unprotected header of {what} has an entry besides the key id");
        }
    }
}
