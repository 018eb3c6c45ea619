using System.Diagnostics.CodeAnalysis;
using System.Text;
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
    private const string ExportLabel = "substratee/outcome/1";
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
        var salt = new ScaleWriter(40);
        salt.WriteBytes32(shard.Bytes);
        Position.Codec.Write(salt, position);
        using var prk = Hkdf.Extract(outcomeSecret, salt.WrittenSpan);
        return new OutcomeKeys(
            Hkdf.Expand(prk, "substratee/outcome-hash/1", 32), Hkdf.Expand(prk, "substratee/outcome-seal/1", 32));
    }

    /// <summary>The secret that stands in for HPKE's export where the request could not be decrypted.</summary>
    public static SecretBytes UndecryptableSecret(SecretBytes stateKey, Position position) =>
        Hkdf.Derive(stateKey, Position.Codec.Encode(position), "substratee/undecryptable/1", 32);

    /// <summary>The leaf of an outcome.</summary>
    public Leaf LeafOf(Outcome outcome) => new(
        outcome.Position, outcome.CiphertextHash, DomainTag.Outcome.KeyedHash(_hashKey, Outcome.Codec.Encode(outcome)));

    /// <summary>Encrypts an outcome for the caller.</summary>
    public byte[] Seal(Outcome outcome, Leaf leaf)
    {
        using var box = new AeadBox(_sealKey);
        return box.Seal(0, Leaf.Codec.Encode(leaf), Padding.Pad(Outcome.Codec.Encode(outcome)));
    }

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

    internal static SecretBytes Export(HpkeSender sender) => sender.Export(Encoding.ASCII.GetBytes(ExportLabel), 32);

    internal static SecretBytes Export(HpkeRecipient recipient) => recipient.Export(Encoding.ASCII.GetBytes(ExportLabel), 32);
}
