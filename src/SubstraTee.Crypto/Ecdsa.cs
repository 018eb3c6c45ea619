using System.Runtime.InteropServices;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>ECDSA on secp256k1 with public key recovery, by libsecp256k1.</summary>
public static class Ecdsa
{
    // Half the group's order, rounded down (SEC 2, section 2.4.1): the greatest s of a signature in its lower form.
    private static ReadOnlySpan<byte> HalfOrder =>
    [
        0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
    ];

    /// <summary>Recovers the compressed public key (33 bytes) that made a signature over a 32-byte hash.</summary>
    /// <remarks>
    /// The signature is r, s and the recovery byte 0 to 3. Only the lower s is accepted, so that nobody can turn one valid
    /// signature into another one.
    /// </remarks>
    public static bool TryRecover(ReadOnlySpan<byte> signature, Hash256 hash, out byte[] publicKey)
    {
        publicKey = [];
        if (signature.Length != 65 || signature[64] > 3 || signature[32..64].SequenceCompareTo(HalfOrder) > 0)
        {
            return false;
        }

        Span<byte> parsed = stackalloc byte[Secp256k1Native.SignatureLength];
        Span<byte> opaque = stackalloc byte[Secp256k1Native.PublicKeyLength];
        if (Secp256k1Native.SignatureParse(
                Secp256k1Native.Context,
                ref MemoryMarshal.GetReference(parsed),
                in MemoryMarshal.GetReference(signature),
                signature[64]) != 1
            || Secp256k1Native.Recover(
                Secp256k1Native.Context,
                ref MemoryMarshal.GetReference(opaque),
                in MemoryMarshal.GetReference(parsed),
                in MemoryMarshal.GetReference(hash.Bytes.AsSpan())) != 1)
        {
            return false;
        }

        publicKey = Compress(opaque);
        return true;
    }

    internal static byte[] Compress(ReadOnlySpan<byte> opaque)
    {
        var compressed = new byte[33];
        var length = (nuint)compressed.Length;
        _ = Secp256k1Native.PublicKeySerialize(
            Secp256k1Native.Context,
            ref MemoryMarshal.GetArrayDataReference(compressed),
            ref length,
            in MemoryMarshal.GetReference(opaque),
            Secp256k1Native.Compressed);
        return compressed;
    }
}
