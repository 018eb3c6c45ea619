using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verified realm token says.</summary>
public sealed class CcaRealm
{
    internal CcaRealm()
    {
    }

    /// <summary>64 bytes that the realm's owner chose at its making.</summary>
    public required ImmutableArray<byte> Personalization { get; init; }

    /// <summary>The algorithm that the realm's measurements are made with.</summary>
    public required string HashAlgorithm { get; init; }

    /// <summary>The realm's attestation key: a SEC1 point, or a COSE_Key, as the token carries it.</summary>
    public required ImmutableArray<byte> AttestationKey { get; init; }

    /// <summary>What the realm was when it was made (RIM).</summary>
    public required ImmutableArray<byte> InitialMeasurement { get; init; }

    /// <summary>What its software extended since, four values (REM).</summary>
    public required ImmutableArray<ImmutableArray<byte>> ExtensibleMeasurements { get; init; }
}
