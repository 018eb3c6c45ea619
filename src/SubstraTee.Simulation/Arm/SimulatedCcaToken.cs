using System.Collections.Immutable;

namespace SubstraTee.Simulation;

/// <summary>What a simulated CCA token says.</summary>
public sealed record SimulatedCcaToken
{
    /// <summary>The realm's challenge, 64 bytes.</summary>
    public required ImmutableArray<byte> Challenge { get; init; }

    /// <summary>The realm's initial measurement: 32, 48 or 64 bytes.</summary>
    public required ImmutableArray<byte> InitialMeasurement { get; init; }

    /// <summary>The measured firmware of the platform.</summary>
    public required ImmutableArray<SimulatedComponent> PlatformComponents { get; init; }

    /// <summary>The four extensible measurements; zeros in the length of the initial one by default.</summary>
    public ImmutableArray<ImmutableArray<byte>>? ExtensibleMeasurements { get; init; }

    /// <summary>The platform's lifecycle.</summary>
    public int SecurityLifecycle { get; init; } = 0x3000;

    /// <summary>Whether the older form is used: tag 399, a bare point as the realm's key, no realm profile.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>The algorithm that the platform binds the realm's key with: <c>sha-256</c>, <c>sha-384</c> or <c>sha-512</c>.</summary>
    public string KeyHashAlgorithm { get; init; } = "sha-256";

    /// <summary>Whether the realm's key is on P-256 instead of P-384, which realms of today use.</summary>
    public bool RealmKeyOnP256 { get; init; }

    /// <summary>Changes the platform's claims before they are signed.</summary>
    public Func<CborMap, CborMap> EditPlatform { get; init; } = claims => claims;

    /// <summary>Changes the realm's claims before they are signed.</summary>
    public Func<CborMap, CborMap> EditRealm { get; init; } = claims => claims;

    /// <summary>Changes the map of both tokens.</summary>
    public Func<CborMap, CborMap> EditWrapping { get; init; } = wrapping => wrapping;
}
