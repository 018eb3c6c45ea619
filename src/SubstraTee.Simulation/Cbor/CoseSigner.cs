using System.Security.Cryptography;

namespace SubstraTee.Simulation;

/// <summary>Makes COSE_Sign1 structures (RFC 9052, section 4.2).</summary>
public static class CoseSigner
{
    private const ulong Sign1Tag = 18;
    private const long AlgorithmLabel = 1;

    /// <summary>Signs a payload with the algorithm of the key's curve.</summary>
    /// <param name="key">A key on P-256, P-384 or P-521.</param>
    /// <param name="payload">What is signed.</param>
    /// <param name="tagged">Whether the structure gets its tag.</param>
    /// <param name="protectedHeader">Another protected header than the one with the algorithm alone.</param>
    /// <param name="unprotectedHeader">Another unprotected header than the empty one.</param>
    public static byte[] Sign1(
        ECDsa key, ReadOnlySpan<byte> payload, bool tagged = true, byte[]? protectedHeader = null, CborMap? unprotectedHeader = null)
    {
        var header = protectedHeader ?? CborMap.Empty.With(AlgorithmLabel, CborItem.Number(AlgorithmOf(key))).Encode();
        var signed = CborItem.Array(CborItem.Text("Signature1"), CborItem.Bytes(header), CborItem.Bytes([]), CborItem.Bytes(payload));
        var signature = key.SignData(signed, HashOf(key), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var parts = CborItem.Array(
            CborItem.Bytes(header), (unprotectedHeader ?? CborMap.Empty).Encode(), CborItem.Bytes(payload), CborItem.Bytes(signature));
        return tagged ? CborItem.Tag(Sign1Tag, parts) : parts;
    }

    private static long AlgorithmOf(ECDsa key) => key.KeySize switch
    {
        256 => -7,
        384 => -35,
        _ => -36,
    };

    private static HashAlgorithmName HashOf(ECDsa key) => key.KeySize switch
    {
        256 => HashAlgorithmName.SHA256,
        384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };
}
