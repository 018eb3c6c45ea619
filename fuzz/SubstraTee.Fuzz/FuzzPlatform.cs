using SubstraTee.Attestation;
using SubstraTee.Enclave;
using SubstraTee.Primitives;

namespace SubstraTee.Fuzz;

/// <summary>A platform without secrets, whose randomness and clock go the same way in every run.</summary>
internal sealed class FuzzPlatform : IEnclavePlatform
{
    private readonly Random _random = new(1);

    public bool IsSimulated => true;

    public EvidenceKind? Evidence => null;

    public Measurement Measurement { get; } = new(MeasurementFamily.Simulated, new byte[32]);

    public SecretBytes SealingKey { get; } = new([.. Enumerable.Repeat((byte)3, 32)]);

    public ulong MonotonicMs { get; private set; }

    public void FillRandom(Span<byte> destination)
    {
        MonotonicMs++;
        _random.NextBytes(destination);
    }
}
