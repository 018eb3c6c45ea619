using System.Collections.Immutable;

namespace SubstraTee.Simulation;

/// <summary>A measured piece of a simulated Arm platform's firmware.</summary>
/// <param name="Type">Its role.</param>
/// <param name="Measurement">The hash of its code: 32, 48 or 64 bytes.</param>
/// <param name="SignerId">The hash of its signer's key: 32, 48 or 64 bytes.</param>
public sealed record SimulatedComponent(string Type, ImmutableArray<byte> Measurement, ImmutableArray<byte> SignerId)
{
    private const long TypeLabel = 1;
    private const long MeasurementLabel = 2;
    private const long SignerLabel = 5;

    internal byte[] Encode() => CborMap.Empty
        .With(TypeLabel, CborItem.Text(Type))
        .With(MeasurementLabel, CborItem.Bytes(Measurement.AsSpan()))
        .With(SignerLabel, CborItem.Bytes(SignerId.AsSpan()))
        .Encode();
}
