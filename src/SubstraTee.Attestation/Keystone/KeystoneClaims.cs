using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verified Keystone report says besides what all families say.</summary>
public sealed class KeystoneClaims : EvidenceClaims
{
    internal KeystoneClaims()
    {
    }

    /// <summary>The hash of the security monitor, which is what separates enclaves: a policy has to allow it.</summary>
    public required ImmutableArray<byte> MonitorHash { get; init; }

    /// <summary>The security monitor's key, certified by the device.</summary>
    public required ImmutableArray<byte> MonitorKey { get; init; }

    /// <summary>The enrolled key of the device.</summary>
    public required ImmutableArray<byte> DeviceKey { get; init; }
}
