using System.Collections.Immutable;
using SubstraTee.Attestation;

namespace SubstraTee.Simulation;

/// <summary>What a simulated machine's certificate says; the default is what its reports say too.</summary>
public sealed record SimulatedVek
{
    /// <summary>The provider that the key belongs to: makes it a VLEK instead of a VCEK.</summary>
    public string? CloudProvider { get; init; }

    /// <summary>Other patch levels than the machine's.</summary>
    public SnpTcb? Tcb { get; init; }

    /// <summary>Another hardware id than the machine's; empty for no such extension.</summary>
    public ImmutableArray<byte>? HardwareId { get; init; }

    /// <summary>Whether the hardware id stands in an OCTET STRING of its own, as in older certificates.</summary>
    public bool WrapHardwareId { get; init; }

    /// <summary>Another product name than the root's.</summary>
    public string? ProductName { get; init; }

    /// <summary>Another common name than the genuine one.</summary>
    public string? CommonName { get; init; }

    /// <summary>Whether the other kind's authority issues it: an ASK a VLEK, or an ASVK a VCEK.</summary>
    public bool IssuedByOtherAuthority { get; init; }

    /// <summary>An extension to leave out, by the end of its identifier, for example <c>3.8</c>.</summary>
    public string? WithoutExtension { get; init; }
}
