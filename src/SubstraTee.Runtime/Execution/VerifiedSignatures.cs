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
    private const int MaxOnStack = 512;

    private readonly Lock _lock = new();
    private HashSet<Hash256> _young = [];
    private HashSet<Hash256> _old = [];

    public bool Verify(SignedMessage message)
    {
        var key = KeyOf(message);
        if (Knows(key))
        {
            return true;
        }

        var isValid = SignatureVerifier.Verify(message.Signature, message.Message.Span, message.Signer);
        if (isValid)
        {
            Remember([key]);
        }

        return isValid;
    }

    /// <summary>Checks several signatures side by side.</summary>
    public bool[] VerifyMany(IReadOnlyList<SignedMessage> messages)
    {
        Hash256[] keys = [.. messages.Select(KeyOf)];
        var verdicts = new bool[keys.Length];
        var unknown = new List<int>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            verdicts[i] = Knows(keys[i]);
            if (!verdicts[i])
            {
                unknown.Add(i);
            }
        }

        var found = new bool[unknown.Count];
        SignatureVerifier.VerifyMany([.. unknown.Select(i => messages[i])], found);
        for (var i = 0; i < found.Length; i++)
        {
            verdicts[unknown[i]] = found[i];
        }

        Remember(unknown.Where(i => verdicts[i]).Select(i => keys[i]));
        return verdicts;
    }

    private static Hash256 KeyOf(SignedMessage message)
    {
        var signature = message.Signature.Bytes.Span;
        var content = message.Message.Span;
        var length = Bytes32.Length + 1 + signature.Length + content.Length;
        Span<byte> key = length <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[length];
        message.Signer.Bytes.AsSpan().CopyTo(key);
        key[Bytes32.Length] = (byte)message.Signature.Type;
        signature.CopyTo(key[(Bytes32.Length + 1)..]);
        content.CopyTo(key[(Bytes32.Length + 1 + signature.Length)..]);
        return Blake2b.Hash256(key[..length]);
    }

    private bool Knows(Hash256 key)
    {
        lock (_lock)
        {
            return _young.Contains(key) || _old.Contains(key);
        }
    }

    private void Remember(IEnumerable<Hash256> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (_young.Count >= GenerationSize)
                {
                    (_old, _young) = (_young, []);
                }

                _young.Add(key);
            }
        }
    }
}
