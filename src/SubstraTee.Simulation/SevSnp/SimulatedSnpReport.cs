using System.Collections.Immutable;
using SubstraTee.Attestation;

namespace SubstraTee.Simulation;

/// <summary>What a simulated report says; null is what the machine itself would say.</summary>
public sealed record SimulatedSnpReport
{
    /// <summary>Report data, 64 bytes.</summary>
    public required ImmutableArray<byte> ReportData { get; init; }

    /// <summary>The measurement of the guest, 48 bytes.</summary>
    public required ImmutableArray<byte> Measurement { get; init; }

    /// <summary>The layout's version.</summary>
    public uint? Version { get; init; }

    /// <summary>The guest's security version.</summary>
    public uint GuestSvn { get; init; }

    /// <summary>The guest's policy; bit 17 is always set, bit 16 allows SMT, bit 19 debugging, bit 18 migration.</summary>
    public ulong Policy { get; init; } = 0x30000;

    /// <summary>The privilege level.</summary>
    public uint Vmpl { get; init; }

    /// <summary>The signature algorithm's number.</summary>
    public uint SignatureAlgorithm { get; init; } = 1;

    /// <summary>The platform's setup: SMT, ECC, and the check for aliases done.</summary>
    public ulong PlatformInfo { get; init; } = 0x25;

    /// <summary>The kind of key: 0 VCEK, 1 VLEK, 7 none.</summary>
    public uint? SigningKey { get; init; }

    /// <summary>Other levels than those of the machine, as reported.</summary>
    public SnpTcb? ReportedTcb { get; init; }

    /// <summary>Other levels than those of the machine, as committed.</summary>
    public SnpTcb? CommittedTcb { get; init; }

    /// <summary>Other levels than those of the machine, at launch.</summary>
    public SnpTcb? LaunchTcb { get; init; }

    /// <summary>Family, model and stepping.</summary>
    public ImmutableArray<byte>? CpuId { get; init; }

    /// <summary>Another chip id than the machine's, 64 bytes.</summary>
    public ImmutableArray<byte>? ChipId { get; init; }

    /// <summary>The digest of the key that signed the guest's identity, 48 bytes.</summary>
    public ImmutableArray<byte> IdKeyDigest { get; init; } = [.. new byte[48]];
}
