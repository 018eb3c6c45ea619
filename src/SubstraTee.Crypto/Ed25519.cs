using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>Ed25519 signatures (RFC 8032), by libsodium.</summary>
public static class Ed25519
{
    /// <summary>True when the signature is valid; false as well for any wrong length.</summary>
    /// <remarks>
    /// Strict, as libsodium is: s must be reduced, the public key canonical, and neither the key nor R of small order.
    /// Substrate's own rule (ZIP 215) accepts a few odd encodings more, which no honest signer makes.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == 32
        && signature.Length == 64
        && SodiumNative.Ed25519Verify(
            in MemoryMarshal.GetReference(signature),
            in MemoryMarshal.GetReference(message),
            (ulong)message.Length,
            in MemoryMarshal.GetReference(publicKey)) == 0;
}
