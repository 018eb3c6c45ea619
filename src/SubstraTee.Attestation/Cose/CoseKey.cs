using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Cose;

/// <summary>Reads a COSE_Key of two coordinates (RFC 9053, section 7.1.1).</summary>
internal static class CoseKey
{
    private const long KeyType = 1;
    private const long Algorithm = 3;
    private const long Curve = -1;
    private const long X = -2;
    private const long Y = -3;
    private const long TwoCoordinates = 2;

    /// <summary>Reads a key.</summary>
    /// <exception cref="RefusalException">It is of another type, says more than a key, or is not on its curve.</exception>
    public static PublicKey Read(ReadOnlyMemory<byte> bytes)
    {
        var map = CborReader.Read(bytes, CborLimits.Token, "a COSE_Key") as CborValue.Map;
        Check.That(map is not null, RefusalReason.EvidenceMalformed, "a COSE_Key is no map");
        Check.That(
            map[KeyType] is CborValue.Integer { Value: TwoCoordinates }, RefusalReason.EvidenceMalformed, "a COSE_Key is not of type EC2");
        var curve = (map[Curve] as CborValue.Integer)?.Value switch
        {
            1 => KeyAlgorithm.P256,
            2 => KeyAlgorithm.P384,
            3 => KeyAlgorithm.P521,
            _ => throw new RefusalException(RefusalReason.EvidenceMalformed, "a COSE_Key is on an unknown curve"),
        };
        Check.That(
            map[X] is CborValue.Bytes && map[Y] is CborValue.Bytes, RefusalReason.EvidenceMalformed, "a COSE_Key does not have two coordinates");
        var key = PublicKey.FromCoordinates(curve, [.. ((CborValue.Bytes)map[X]!).Value.Span, .. ((CborValue.Bytes)map[Y]!).Value.Span]);
        var named = map[Algorithm];
        Check.That(
            named is null || (named is CborValue.Integer number && number.Value == (long)CoseSign1.AlgorithmOf(key)),
            RefusalReason.EvidenceMalformed,
            "a COSE_Key is for another algorithm than its curve's");
        return key;
    }
}
