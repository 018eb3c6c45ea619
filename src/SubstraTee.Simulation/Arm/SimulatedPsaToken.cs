using System.Collections.Immutable;
using SubstraTee.Attestation;

namespace SubstraTee.Simulation;

/// <summary>What a simulated PSA token says.</summary>
public sealed record SimulatedPsaToken
{
    /// <summary>The challenge: 32, 48 or 64 bytes.</summary>
    public required ImmutableArray<byte> Nonce { get; init; }

    /// <summary>The measured firmware.</summary>
    public required ImmutableArray<SimulatedComponent> Components { get; init; }

    /// <summary>The generation whose labels are used.</summary>
    public PsaProfile Profile { get; init; } = PsaProfile.Rfc9783;

    /// <summary>The lifecycle.</summary>
    public int SecurityLifecycle { get; init; } = 0x3000;

    /// <summary>The caller.</summary>
    public int ClientId { get; init; } = 1;

    /// <summary>Changes the claims before they are signed.</summary>
    public Func<CborMap, CborMap> Edit { get; init; } = claims => claims;

    /// <summary>Another protected header than the one that names the algorithm.</summary>
    public ImmutableArray<byte>? ProtectedHeader { get; init; }

    /// <summary>An unprotected header.</summary>
    public CborMap UnprotectedHeader { get; init; } = CborMap.Empty;
}
