using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>What the enclave is: its signing key and the secrets of the shard's epochs.</summary>
/// <remarks>docs/protocol.md, section 5, <c>identity</c>.</remarks>
internal sealed class EnclaveIdentity : IDisposable
{
    private EnclaveIdentity(SecretBytes signingSeed, ImmutableArray<EpochSecrets> epochs)
    {
        SigningSeed = signingSeed;
        SigningKey = KeyPair.FromSeed(signingSeed, KeyType.Ed25519);
        Epochs = epochs;
    }

    /// <summary>The enclave's own key and on-chain account.</summary>
    public KeyPair SigningKey { get; }

    /// <summary>The epochs that it has secrets of, ascending; at least one.</summary>
    public ImmutableArray<EpochSecrets> Epochs { get; }

    /// <summary>The newest epoch.</summary>
    public EpochSecrets Current => Epochs[^1];

    private SecretBytes SigningSeed { get; }

    /// <summary>Makes a new identity with the secrets of epoch 0.</summary>
    public static EnclaveIdentity Create(Entropy entropy) =>
        new(entropy.Secret(), [new EpochSecrets(0, entropy.Secret(), entropy.Secret())]);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="ScaleException">The bytes are none.</exception>
    public static EnclaveIdentity Decode(ReadOnlySpan<byte> body)
    {
        var reader = new ScaleReader(body);
        var seed = new SecretBytes(reader.ReadBytes(32));
        var count = reader.ReadCount(68);
        var epochs = ImmutableArray.CreateBuilder<EpochSecrets>(count);
        for (var i = 0; i < count; i++)
        {
            epochs.Add(new EpochSecrets(
                reader.ReadU32(), new SecretBytes(reader.ReadBytes(32)), new SecretBytes(reader.ReadBytes(32))));
        }

        reader.EnsureEnd();
        return count > 0 ? new EnclaveIdentity(seed, epochs.MoveToImmutable()) : throw reader.Fault(ScaleFault.InvalidValue);
    }

    /// <summary>Hands the body to <paramref name="use"/> and zeroes it afterwards.</summary>
    public T Encode<T>(Func<ReadOnlyMemory<byte>, T> use)
    {
        var writer = new ScaleWriter(128);
        writer.WriteRaw(SigningSeed.Reveal());
        writer.WriteCompact((uint)Epochs.Length);
        foreach (var epoch in Epochs)
        {
            writer.WriteU32(epoch.Epoch);
            writer.WriteRaw(epoch.ShieldingSeed.Reveal());
            writer.WriteRaw(epoch.StateKey.Reveal());
        }

        var body = writer.ToArray();
        try
        {
            return use(body);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
            writer.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SigningSeed.Dispose();
        SigningKey.Dispose();
        foreach (var epoch in Epochs)
        {
            epoch.Dispose();
        }
    }
}
