using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The two keys of one request's outcome: one for its hash in the leaf, one for its encryption to the caller.</summary>
/// <remarks>
/// docs/protocol.md, section 4. The position is part of the derivation: the same envelope may be submitted twice, and
/// a key encrypts one outcome only, so the nonce can be zero.
/// </remarks>
public sealed class OutcomeKeys : IDisposable
{
    /// <summary>Bytes of the secret that both keys are derived from.</summary>
    public const int SecretBytesLength = 32;

    private const int KeyBytes = 32;
    private const int HashAndSealBytes = 2 * KeyBytes;
    private readonly SecretBytes _hashKey;
    private readonly SecretBytes _sealKey;

    private OutcomeKeys(SecretBytes hashKey, SecretBytes sealKey)
    {
        _hashKey = hashKey;
        _sealKey = sealKey;
    }

    /// <summary>Derives the keys for a request at a position from its HPKE export.</summary>
    public static OutcomeKeys Derive(SecretBytes outcomeSecret, ShardId shard, Position position)
    {
        Span<byte> keys = stackalloc byte[HashAndSealBytes];
        Derive(outcomeSecret.Reveal(), shard, position, keys);
        var derived = new OutcomeKeys(new SecretBytes(keys[..KeyBytes]), new SecretBytes(keys[KeyBytes..]));
        CryptographicOperations.ZeroMemory(keys);
        return derived;
    }

    /// <summary>The leaf of an outcome and the outcome as its caller can open it: what an enclave makes of a request.</summary>
    /// <param name="outcomeSecret">The request's HPKE export, or what stands in for it.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="outcome">The outcome.</param>
    public static PublishedLeaf Publish(ReadOnlySpan<byte> outcomeSecret, ShardId shard, Outcome outcome)
    {
        Span<byte> keys = stackalloc byte[HashAndSealBytes];
        Derive(outcomeSecret, shard, outcome.Position, keys);
        var encoded = Outcome.Codec.Encode(outcome);
        var leaf = LeafOf(keys[..KeyBytes], outcome, encoded);
        var published = new PublishedLeaf(leaf, Seal(keys[KeyBytes..], encoded, leaf));
        CryptographicOperations.ZeroMemory(keys);
        return published;
    }

    /// <summary>The secret that stands in for HPKE's export where the request could not be decrypted.</summary>
    public static SecretBytes UndecryptableSecret(SecretBytes stateKey, Position position) =>
        Hkdf.Derive(stateKey, Position.Codec.Encode(position), "substratee/undecryptable/1", 32);

    /// <summary>The leaf of an outcome.</summary>
    public Leaf LeafOf(Outcome outcome) => LeafOf(_hashKey.Reveal(), outcome, Outcome.Codec.Encode(outcome));

    /// <summary>Encrypts an outcome for the caller.</summary>
    public byte[] Seal(Outcome outcome, Leaf leaf) => Seal(_sealKey.Reveal(), Outcome.Codec.Encode(outcome), leaf);

    /// <summary>Decrypts an outcome and checks it against its leaf.</summary>
    public bool TryOpen(ReadOnlySpan<byte> sealedOutcome, Leaf leaf, [NotNullWhen(true)] out Outcome? outcome)
    {
        outcome = null;
        using var box = new AeadBox(_sealKey);
        if (!box.TryOpen(0, Leaf.Codec.Encode(leaf), sealedOutcome, out var padded)
            || !Padding.TryUnpad(padded, out var payload)
            || !Outcome.Codec.TryDecode(payload.Value.Span, out var read, out _)
            || LeafOf(read) != leaf)
        {
            return false;
        }

        outcome = read;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hashKey.Dispose();
        _sealKey.Dispose();
    }

    /// <summary>HPKE's exporter context of the secret.</summary>
    internal static ReadOnlySpan<byte> ExportLabel => "substratee/outcome/1"u8;

    internal static SecretBytes Export(HpkeSender sender) => sender.Export(ExportLabel, KeyBytes);

    internal static SecretBytes Export(HpkeRecipient recipient) => recipient.Export(ExportLabel, KeyBytes);

    private static void Derive(ReadOnlySpan<byte> outcomeSecret, ShardId shard, Position position, Span<byte> keys)
    {
        var salt = new ScaleWriter(40);
        salt.WriteBytes32(shard.Bytes);
        Position.Codec.Write(salt, position);
        Hkdf.DeriveEach(outcomeSecret, salt.WrittenSpan, ["substratee/outcome-hash/1", "substratee/outcome-seal/1"], keys);
    }

    private static Leaf LeafOf(ReadOnlySpan<byte> hashKey, Outcome outcome, ReadOnlySpan<byte> encoded) =>
        new(outcome.Position, outcome.CiphertextHash, DomainTag.Outcome.KeyedHash(hashKey, encoded));

    private static byte[] Seal(ReadOnlySpan<byte> sealKey, ReadOnlySpan<byte> encoded, Leaf leaf)
    {
        using var box = new AeadBox(sealKey, []);
        return box.Seal(0, Leaf.Codec.Encode(leaf), Padding.Pad(encoded));
    }
}
