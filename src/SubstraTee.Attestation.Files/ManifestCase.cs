using System.Collections.Immutable;

namespace SubstraTee.Attestation.Files;

/// <summary>One case of a manifest, without what it expects.</summary>
public sealed record ManifestCase
{
    /// <summary>Kind and name.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of evidence.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>Evidence, collateral and keys.</summary>
    public required ImmutableArray<ManifestFile> Files { get; init; }

    /// <summary>The certificate of the root that counts, relative to the manifest's folder.</summary>
    public string? TrustAnchor { get; init; }

    /// <summary>When to verify, Unix seconds; null when nothing depends on it.</summary>
    public long? Time { get; init; }

    /// <summary>Collateral that is stored nowhere.</summary>
    public ImmutableArray<string> MissingCollateral { get; init; } = [];

    /// <summary>Whether a piece of collateral is stored nowhere.</summary>
    public bool Lacks(string collateral) => MissingCollateral.Contains(collateral, StringComparer.Ordinal);
}
