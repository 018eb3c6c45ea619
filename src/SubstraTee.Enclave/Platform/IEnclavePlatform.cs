using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>What the hardware, or its simulation, gives the enclave: identity, a sealing key, randomness, passing time.</summary>
public interface IEnclavePlatform
{
    /// <summary>True when nothing protects the enclave from its host: development only.</summary>
    bool IsSimulated { get; }

    /// <summary>What was measured of this build.</summary>
    Measurement Measurement { get; }

    /// <summary>The kind of evidence that there is about this build, or null where there is none.</summary>
    EvidenceKind? Evidence { get; }

    /// <summary>The key that only this build on this machine gets, 32 bytes. The platform keeps and disposes it.</summary>
    SecretBytes SealingKey { get; }

    /// <summary>Fills the span with randomness fit for keys.</summary>
    void FillRandom(Span<byte> destination);

    /// <summary>Milliseconds since some moment; never goes back, may be slowed or stopped by the host.</summary>
    ulong MonotonicMs { get; }
}
