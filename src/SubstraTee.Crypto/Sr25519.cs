using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>Schnorr signatures on ristretto255 as made by schnorrkel, in Substrate's signing context.</summary>
public static class Sr25519
{
    /// <summary>The signing context of every Substrate chain (<c>sp_core::sr25519::SIGNING_CTX</c>).</summary>
    internal static ReadOnlySpan<byte> SubstrateContext => "substrate"u8;

    // Every signature's transcript begins in the same way, so that part is computed once and copied.
    private static readonly MerlinTranscript ContextTranscript = BeginContext();

    /// <summary>The bit of the last byte that tells these signatures from Ed25519's.</summary>
    internal const byte Marker = 0x80;

    /// <summary>True when the signature is valid; false as well for any wrong length.</summary>
    /// <remarks>
    /// Refused are a missing marker bit, an s that is not reduced, points that are not canonical, and the identity as public
    /// key, for which anybody could sign.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> s = stackalloc byte[Scalar.Length];
        Span<byte> k = stackalloc byte[Scalar.Length];
        return TryPrepare(publicKey, message, signature, s, k) && EqualsCommitment(publicKey, k, s, signature[..32]);
    }

    /// <summary>Checks the form of a signature and computes s and the challenge k; what remains is R = s·B − k·A.</summary>
    internal static bool TryPrepare(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, Span<byte> s, Span<byte> k)
    {
        if (publicKey.Length != 32 || signature.Length != 64 || (signature[63] & Marker) == 0 || !publicKey.ContainsAnyExcept((byte)0))
        {
            return false;
        }

        signature[32..].CopyTo(s);
        s[31] &= unchecked((byte)~Marker);
        if (!Scalar.IsCanonical(s))
        {
            return false;
        }

        var transcript = Begin(message, publicKey);
        transcript.AppendMessage("sign:R"u8, signature[..32]);
        transcript.ChallengeScalar("sign:c"u8, k);
        return true;
    }

    /// <summary>The transcript of a signature up to the public key.</summary>
    internal static MerlinTranscript Begin(ReadOnlySpan<byte> message, ReadOnlySpan<byte> publicKey)
    {
        var transcript = ContextTranscript;
        transcript.AppendMessage("sign-bytes"u8, message);
        transcript.AppendMessage("proto-name"u8, "Schnorr-sig"u8);
        transcript.AppendMessage("sign:pk"u8, publicKey);
        return transcript;
    }

    private static MerlinTranscript BeginContext()
    {
        var transcript = new MerlinTranscript("SigningContext"u8);
        transcript.AppendMessage([], SubstrateContext);
        return transcript;
    }

    // R = s·B − k·A. Encodings of ristretto255 are unique, so comparing bytes compares points.
    private static bool EqualsCommitment(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> k, ReadOnlySpan<byte> s, ReadOnlySpan<byte> r)
    {
        Span<byte> kA = stackalloc byte[32];
        Span<byte> sB = stackalloc byte[32];
        if (SodiumNative.RistrettoMultiply(
                ref MemoryMarshal.GetReference(kA), in MemoryMarshal.GetReference(k), in MemoryMarshal.GetReference(publicKey)) != 0)
        {
            return false;
        }

        // libsodium reports the identity, which only s = 0 gives, as a failure; its encoding is 32 zero bytes.
        if (SodiumNative.RistrettoMultiplyBase(ref MemoryMarshal.GetReference(sB), in MemoryMarshal.GetReference(s)) != 0)
        {
            sB.Clear();
        }

        Span<byte> difference = stackalloc byte[32];
        return SodiumNative.RistrettoSubtract(
                ref MemoryMarshal.GetReference(difference), in MemoryMarshal.GetReference(sB), in MemoryMarshal.GetReference(kA)) == 0
            && difference.SequenceEqual(r);
    }
}
