using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>An encrypted request and what its sender needs to read the outcome.</summary>
public sealed class SealedRequest(byte[] envelope, SecretBytes outcomeSecret) : IDisposable
{
    /// <summary>The bytes to submit.</summary>
    public ReadOnlyMemory<byte> Envelope { get; } = envelope;

    /// <summary>The request's name.</summary>
    public Hash256 Hash { get; } = RequestEnvelope.HashOf(envelope);

    /// <summary>The secret from which <see cref="OutcomeKeys"/> are derived once the position is known.</summary>
    public SecretBytes OutcomeSecret { get; } = outcomeSecret;

    /// <inheritdoc/>
    public void Dispose() => OutcomeSecret.Dispose();
}
