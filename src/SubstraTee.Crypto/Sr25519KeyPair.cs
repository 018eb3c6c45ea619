using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>A key pair for Schnorr signatures on ristretto255, compatible with schnorrkel.</summary>
/// <remarks>
/// <para>
/// Nonces come from Merlin's transcript generator, rekeyed with the key's own secret nonce seed: a pseudo-random function of
/// everything signed. Without outside entropy signing is deterministic, and as safe as Ed25519, whose nonces are made in the
/// same way: two different messages never share a nonce, the same message gives the same signature. What determinism does
/// not protect against is a fault injected into one of two runs; whoever has entropy passes it and gets hedged signatures.
/// </para>
/// <para>The secret scalar is touched by libsodium's constant-time functions alone.</para>
/// </remarks>
public sealed class Sr25519KeyPair : KeyPair
{
    // The scalar, then the seed of nonces.
    private readonly SecretBytes _secret;

    /// <summary>The pair for a 32-byte mini secret (expanded in schnorrkel's mode "Ed25519"), which is copied.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public Sr25519KeyPair(SecretBytes seed)
        : this(Expand(seed))
    {
    }

    private Sr25519KeyPair(Expanded key)
        : base(KeyType.Sr25519, PublicKeyOf(key.Secret)) => _secret = key.Secret;

    private ReadOnlySpan<byte> Key => _secret.Reveal()[..Scalar.Length];

    private ReadOnlySpan<byte> NonceSeed => _secret.Reveal()[Scalar.Length..];

    /// <inheritdoc/>
    public override Signature Sign(ReadOnlySpan<byte> message) => Sign(message, []);

    /// <summary>Signs with a nonce that depends on the caller's entropy too; empty gives the deterministic signature.</summary>
    public Signature Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> entropy)
    {
        Span<byte> signature = stackalloc byte[64];
        Span<byte> nonce = stackalloc byte[Scalar.Length];
        Span<byte> k = stackalloc byte[Scalar.Length];
        var transcript = Sr25519.Begin(message, PublicKey.Span);
        MakeNonce(in transcript, entropy, nonce);
        if (SodiumNative.RistrettoMultiplyBase(ref MemoryMarshal.GetReference(signature), in MemoryMarshal.GetReference(nonce)) != 0)
        {
            throw new CryptographicException("the signature's nonce is zero");
        }

        transcript.AppendMessage("sign:R"u8, signature[..32]);
        transcript.ChallengeScalar("sign:c"u8, k);
        Scalar.Multiply(k, Key, k);
        Scalar.Add(k, nonce, signature[32..]);
        signature[63] |= Sr25519.Marker;
        CryptographicOperations.ZeroMemory(nonce);
        CryptographicOperations.ZeroMemory(k);
        return new Signature(KeyType.Sr25519, signature);
    }

    /// <summary>The child behind a hard junction (<c>SecretKey::hard_derive_mini_secret_key</c>).</summary>
    internal Sr25519KeyPair DeriveHard(ReadOnlySpan<byte> chainCode)
    {
        var transcript = DerivationTranscript();
        transcript.AppendMessage("chain-code"u8, chainCode);
        transcript.AppendMessage("secret-key"u8, Key);
        Span<byte> bytes = stackalloc byte[32];
        transcript.ChallengeBytes("HDKD-hard"u8, bytes);
        transcript.Clear();
        using var seed = new SecretBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return new Sr25519KeyPair(seed);
    }

    /// <summary>The child behind a soft junction, whose public key follows from the parent's (<c>derived_key_simple</c>).</summary>
    /// <remarks>schnorrkel draws the child's nonce seed at random; here it is derived, so that the child is always the same.</remarks>
    internal Sr25519KeyPair DeriveSoft(ReadOnlySpan<byte> chainCode)
    {
        var transcript = DerivationTranscript();
        transcript.AppendMessage("chain-code"u8, chainCode);
        transcript.AppendMessage("public-key"u8, PublicKey.Span);
        Span<byte> child = stackalloc byte[64];
        Span<byte> tweak = stackalloc byte[Scalar.Length];
        transcript.ChallengeScalar("HDKD-scalar"u8, tweak);
        transcript.WitnessBytes("HDKD-nonce"u8, _secret.Reveal(), [], child[Scalar.Length..]);
        Scalar.Add(Key, tweak, child[..Scalar.Length]);
        var secret = new SecretBytes(child);
        CryptographicOperations.ZeroMemory(child);
        return new Sr25519KeyPair(new Expanded(secret));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _secret.Dispose();

    private static MerlinTranscript DerivationTranscript()
    {
        var transcript = new MerlinTranscript("SchnorrRistrettoHDKD"u8);
        transcript.AppendMessage("sign-bytes"u8, []);
        return transcript;
    }

    private void MakeNonce(in MerlinTranscript transcript, ReadOnlySpan<byte> entropy, Span<byte> nonce)
    {
        Span<byte> wide = stackalloc byte[64];
        transcript.WitnessBytes("signing"u8, NonceSeed, entropy, wide);
        Scalar.Reduce(wide, nonce);
        CryptographicOperations.ZeroMemory(wide);
    }

    private static Expanded Expand(SecretBytes seed)
    {
        CheckSeed(seed);
        return new Expanded(SecretBytes.Create(64, destination =>
        {
            SHA512.HashData(seed.Reveal(), destination);
            destination[0] &= 248;
            destination[31] &= 63;
            destination[31] |= 64;

            // Divided by the cofactor 8, as schnorrkel keeps its scalars.
            var low = 0;
            for (var i = Scalar.Length - 1; i >= 0; i--)
            {
                var value = destination[i];
                destination[i] = (byte)((value >> 3) | low);
                low = (value & 7) << 5;
            }
        }));
    }

    private static byte[] PublicKeyOf(SecretBytes secret)
    {
        var publicKey = new byte[32];
        return SodiumNative.RistrettoMultiplyBase(
            ref MemoryMarshal.GetArrayDataReference(publicKey), in MemoryMarshal.GetReference(secret.Reveal())) == 0
            ? publicKey
            : throw new CryptographicException("an sr25519 secret must not be zero");
    }

    // Tells an expanded key from a seed in the constructors.
    private readonly record struct Expanded(SecretBytes Secret);
}
