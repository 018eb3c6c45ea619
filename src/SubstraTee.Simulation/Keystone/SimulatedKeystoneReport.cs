using System.Collections.Immutable;

namespace SubstraTee.Simulation;

/// <summary>What a simulated Keystone report says.</summary>
public sealed record SimulatedKeystoneReport
{
    /// <summary>The enclave's hash, 64 bytes.</summary>
    public required ImmutableArray<byte> EnclaveHash { get; init; }

    /// <summary>What the enclave binds, at most 1024 bytes.</summary>
    public required ImmutableArray<byte> Data { get; init; }

    /// <summary>Another length than that of the data.</summary>
    public ulong? DataLength { get; init; }

    /// <summary>Another hash of the security monitor than the device's, 64 bytes.</summary>
    public ImmutableArray<byte>? MonitorHash { get; init; }

    /// <summary>Another device key in the report than the device's, 32 bytes.</summary>
    public ImmutableArray<byte>? DeviceKey { get; init; }
}
