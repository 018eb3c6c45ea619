namespace SubstraTee.Enclave.Program;

/// <summary>Where an enclave gets evidence about itself.</summary>
/// <remarks>
/// Report data is made inside the enclave and nowhere else: whoever could choose it would get evidence that binds a key of
/// their own to this enclave's measurement.
/// </remarks>
internal interface IEvidenceSource
{
    /// <summary>Asks the platform for evidence that binds 64 bytes.</summary>
    /// <exception cref="PlatformException">The platform gives none; the message says why and what to try.</exception>
    PlatformEvidence Collect(ReadOnlySpan<byte> reportData);
}
