using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Encrypts answers to the key that the query carried, and opens them.</summary>
/// <remarks>docs/protocol.md, section 3, "Answer".</remarks>
public static class AnswerCipher
{
    private const int KeyBytes = 32;

    /// <summary>Encrypts an answer to its query's reply key.</summary>
    /// <param name="shard">The shard that answers.</param>
    /// <param name="replyKey">The key that the query carried.</param>
    /// <param name="answer">The signed answer.</param>
    /// <param name="ephemeralSeed">Thirty-two fresh random bytes, used once.</param>
    public static byte[] Seal(ShardId shard, ShieldingKey replyKey, SignedAnswer answer, SecretBytes ephemeralSeed)
    {
        using var sender = Hpke.SetupSender(
            replyKey.ToArray(), Info(shard, answer.QueryHash), ephemeralSeed, out var encapsulated);
        return [.. encapsulated, .. sender.Seal([], Padding.Pad(SignedAnswer.Codec.Encode(answer)))];
    }

    /// <summary>Opens an answer and checks that it answers this query and that its signer signed it.</summary>
    /// <returns>False when anything does not hold; whether the signer is an enclave of the shard is for the caller to check.</returns>
    public static bool TryOpen(
        ShardId shard, X25519KeyPair replyKey, Hash256 queryHash, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedAnswer? answer)
    {
        answer = null;
        if (bytes.Length <= KeyBytes || bytes.Length > ProtocolLimits.MaxEnvelopeBytes)
        {
            return false;
        }

        using var recipient = Hpke.SetupRecipient(bytes[..KeyBytes], replyKey, Info(shard, queryHash));
        if (recipient is null
            || !recipient.TryOpen([], bytes[KeyBytes..], out var padded)
            || !Padding.TryUnpad(padded, out var payload)
            || !SignedAnswer.Codec.TryDecode(payload.Value.Span, out var read, out _)
            || read.QueryHash != queryHash
            || !read.HasValidSignature(shard))
        {
            return false;
        }

        answer = read;
        return true;
    }

    private static byte[] Info(ShardId shard, Hash256 queryHash)
    {
        var writer = new ScaleWriter(96);
        writer.WriteRaw(DomainTag.Answer.Bytes);
        writer.WriteBytes32(shard.Bytes);
        writer.WriteBytes32(queryHash.Bytes);
        return writer.ToArray();
    }
}
