namespace SubstraTee.Attestation;

/// <summary>What a policy asks of a TDX trust domain beyond what all families have; the default is the strict choice.</summary>
public sealed record TdxPolicy
{
    /// <summary>Whether SEPT_VE_DISABLE has to be set, without which the host can inject exceptions into a Linux guest.</summary>
    public bool RequireSeptVeDisable { get; init; } = true;

    /// <summary>Whether the domain may be migratable, which makes the migration TD a part of what is trusted.</summary>
    public bool AllowMigratable { get; init; }

    /// <summary>Whether service TDs may be bound to the domain.</summary>
    public bool AllowServiceTd { get; init; }
}
