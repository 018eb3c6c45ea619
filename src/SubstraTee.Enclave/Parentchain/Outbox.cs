using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Extrinsics that the enclave wants on chain: signed anew until the proven state shows their effect.</summary>
/// <remarks>Nonces come from the proven account; what expires or is refused by the pool is signed again with a later one.</remarks>
internal sealed class Outbox
{
    /// <summary>How long an extrinsic may wait for a block.</summary>
    public const uint LifetimeBlocks = 64;

    private const int MaxInFlight = 32;
    private const int MaxBackoffShift = 6;

    private readonly List<InFlight> _inFlight = [];
    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);

    /// <summary>How many extrinsics wait for a block.</summary>
    public int Count => _inFlight.Count;

    /// <summary>Forgets what the proven nonce shows as included, and all that can no longer be.</summary>
    public void Observe(uint provenNonce, uint head)
    {
        _inFlight.RemoveAll(one => one.Nonce < provenNonce);
        var expired = _inFlight.FindIndex(one => one.ExpiresAt < head);
        if (expired >= 0)
        {
            _inFlight.RemoveRange(expired, _inFlight.Count - expired);
        }
    }

    /// <summary>Forgets an extrinsic that the pool refused, and those whose nonces follow it.</summary>
    public void Reject(Hash256 hash)
    {
        var index = _inFlight.FindIndex(one => one.Hash == hash);
        if (index < 0)
        {
            return;
        }

        // The worker's ticks set the pace now: without new blocks, waiting for one would be waiting for ever.
        foreach (var refused in _inFlight[index..])
        {
            _attempts.Remove(refused.Key);
        }

        _inFlight.RemoveRange(index, _inFlight.Count - index);
    }

    /// <summary>Signs a call unless one for the same end is on its way or was tried too recently.</summary>
    /// <param name="key">What it is for: one of each is in flight at a time.</param>
    /// <param name="provenNonce">The account's proven nonce.</param>
    /// <param name="head">The proven head's number.</param>
    /// <param name="sign">Makes the extrinsic for a nonce.</param>
    /// <returns>The extrinsic, or null.</returns>
    public byte[]? TrySend(string key, uint provenNonce, uint head, Func<uint, byte[]> sign)
    {
        if (_inFlight.Count >= MaxInFlight || _inFlight.Exists(one => one.Key == key))
        {
            return null;
        }

        _attempts.TryGetValue(key, out var attempt);
        if (attempt.Count > 0 && head < attempt.NotBefore)
        {
            return null;
        }

        var nonce = _inFlight.Count == 0 ? provenNonce : _inFlight[^1].Nonce + 1;
        var extrinsic = sign(nonce);
        _inFlight.Add(new InFlight(key, nonce, Blake2b.Hash256(extrinsic), head + LifetimeBlocks));
        _attempts[key] = new Attempt(attempt.Count + 1, head + (1u << Math.Min(attempt.Count, MaxBackoffShift)));
        return extrinsic;
    }

    /// <summary>The end was reached: the next time counts as the first.</summary>
    public void Done(string key) => _attempts.Remove(key);

    private readonly record struct InFlight(string Key, uint Nonce, Hash256 Hash, uint ExpiresAt);

    private readonly record struct Attempt(int Count, uint NotBefore);
}
