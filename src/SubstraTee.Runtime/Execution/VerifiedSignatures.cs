using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>Remembers which signatures were found valid, since the pool and the block check the same ones.</summary>
/// <remarks>
/// Checking is most of an extrinsic's cost. A signature is found again by the hash of all it depends on, so that the answer
/// is the same as without the memory. Two generations bound its size. Safe for use by several threads.
/// </remarks>
internal sealed class VerifiedSignatures
{
    private const int GenerationSize = 16_384;

    private readonly Lock _lock = new();
    private HashSet<Hash256> _young = [];
    private HashSet<Hash256> _old = [];

    public bool Verify(Signature signature, ReadOnlySpan<byte> message, AccountId signer)
    {
        var key = KeyOf(signature, message, signer);
        lock (_lock)
        {
            if (_young.Contains(key) || _old.Contains(key))
            {
                return true;
            }
        }

        if (!SignatureVerifier.Verify(signature, message, signer))
        {
            return false;
        }

        lock (_lock)
        {
            if (_young.Count >= GenerationSize)
            {
                (_old, _young) = (_young, []);
            }

            _young.Add(key);
        }

        return true;
    }

    private static Hash256 KeyOf(Signature signature, ReadOnlySpan<byte> message, AccountId signer)
    {
        var writer = new ScaleWriter(512);
        Scale.AccountId.Write(writer, signer);
        writer.WriteByte((byte)signature.Type);
        writer.WriteBytes(signature.Bytes.Span);
        writer.WriteRaw(message);
        return Blake2b.Hash256(writer.WrittenSpan);
    }
}
