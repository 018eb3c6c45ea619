using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A decrypted request and the secret from which its outcome's keys are derived.</summary>
public sealed class OpenedRequest(ReadOnlyMemory<byte> payload, SecretBytes outcomeSecret) : IDisposable
{
    /// <summary>The payload without its padding.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>HPKE's export for the outcome.</summary>
    public SecretBytes OutcomeSecret { get; } = outcomeSecret;

    /// <inheritdoc/>
    public void Dispose() => OutcomeSecret.Dispose();
}
