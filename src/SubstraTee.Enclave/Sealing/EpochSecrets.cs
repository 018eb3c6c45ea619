using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>The secrets that a shard's enclaves share during one epoch.</summary>
internal sealed class EpochSecrets(uint epoch, SecretBytes shieldingSeed, SecretBytes stateKey) : IDisposable
{
    /// <summary>The epoch.</summary>
    public uint Epoch { get; } = epoch;

    /// <summary>Seed of the shielding key.</summary>
    public SecretBytes ShieldingSeed { get; } = shieldingSeed;

    /// <summary>From this, sealing and commitment keys are derived.</summary>
    public SecretBytes StateKey { get; } = stateKey;

    /// <summary>The key that clients encrypt to.</summary>
    public X25519KeyPair Shielding { get; } = X25519KeyPair.FromSeed(shieldingSeed);

    /// <inheritdoc/>
    public void Dispose()
    {
        ShieldingSeed.Dispose();
        StateKey.Dispose();
        Shielding.Dispose();
    }
}
