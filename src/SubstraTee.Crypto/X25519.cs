using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>X25519 (RFC 7748), by libsodium in constant time.</summary>
internal static class X25519
{
    public const int Length = 32;

    public static void PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey) =>
        _ = SodiumNative.X25519Base(ref MemoryMarshal.GetReference(publicKey), in MemoryMarshal.GetReference(secret));

    /// <summary>The shared secret; false for the public keys of small order, which make it all zero.</summary>
    public static bool TryAgree(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> publicKey, Span<byte> shared) =>
        SodiumNative.X25519(
            ref MemoryMarshal.GetReference(shared), in MemoryMarshal.GetReference(secret), in MemoryMarshal.GetReference(publicKey)) == 0
        && shared[..Length].ContainsAnyExcept((byte)0);
}
