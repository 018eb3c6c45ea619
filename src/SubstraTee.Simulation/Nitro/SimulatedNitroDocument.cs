using System.Collections.Immutable;

namespace SubstraTee.Simulation;

/// <summary>What a simulated Nitro document says.</summary>
public sealed record SimulatedNitroDocument
{
    /// <summary>When the document is made; its certificate is valid for three hours from then on.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The registers in their order, 48 bytes each; those that follow are zero.</summary>
    public required ImmutableArray<ImmutableArray<byte>> Registers { get; init; }

    /// <summary>How many registers the document has.</summary>
    public int RegisterCount { get; init; } = 16;

    /// <summary>The caller's data.</summary>
    public ImmutableArray<byte> UserData { get; init; } = [];

    /// <summary>The caller's number used once.</summary>
    public ImmutableArray<byte> Nonce { get; init; } = [];

    /// <summary>Other times of the certificate than those of the document.</summary>
    public SimulatedValidity? CertificateValidity { get; init; }

    /// <summary>Whether the structure has its tag; AWS leaves it out.</summary>
    public bool IsTagged { get; init; }

    /// <summary>How many authorities stand between root and document.</summary>
    public int Intermediates { get; init; } = 3;

    /// <summary>Changes the fields before they are signed.</summary>
    public Func<CborMap, CborMap> Edit { get; init; } = fields => fields;

    /// <summary>Another protected header than the one that names the algorithm.</summary>
    public ImmutableArray<byte>? ProtectedHeader { get; init; }
}
