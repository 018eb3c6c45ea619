using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a policy asks of a SEV-SNP guest beyond what all families have; the default is the strict choice.</summary>
public sealed record SevSnpPolicy
{
    /// <summary>Whether a migration agent may move the guest, which makes the agent a part of what is trusted.</summary>
    public bool AllowMigratable { get; init; }

    /// <summary>The lowest privilege level, by its number, that may have asked for the report; the host's own never is accepted.</summary>
    public uint MaxVmpl { get; init; }

    /// <summary>
    /// The lowest patch levels that a platform may run, be committed to, or have launched the guest at, by product. AMD's
    /// bulletins name them; what is not listed has no floor.
    /// </summary>
    public ImmutableDictionary<SnpProduct, SnpTcb> MinTcb { get; init; } = [];

    /// <summary>Whether memory has to be checked for aliases since the last reset (BadRAM, CVE-2024-21944).</summary>
    public bool RequireAliasCheck { get; init; } = true;
}
