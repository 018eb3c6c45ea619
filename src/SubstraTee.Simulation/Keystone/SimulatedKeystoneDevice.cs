using System.Buffers.Binary;
using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>A simulated Keystone device: device key, security monitor, and reports in Keystone's scheme.</summary>
/// <remarks>Keystone SDK, report.h; Ed25519 with SHA3-512.</remarks>
public sealed class SimulatedKeystoneDevice : IDisposable
{
    private const int ReportLength = 1352;

    private readonly SecretBytes _device;
    private readonly SecretBytes _monitor;

    /// <summary>Sets a device up.</summary>
    /// <param name="seed">What makes it this device.</param>
    public SimulatedKeystoneDevice(SecretBytes seed)
    {
        using var deviceSeed = Hkdf.Derive(seed, [], "substratee/simulation/keystone/device", 32);
        using var monitorSeed = Hkdf.Derive(seed, [], "substratee/simulation/keystone/monitor", 32);
        _device = Ed25519Sha3.Expand(deviceSeed);
        _monitor = Ed25519Sha3.Expand(monitorSeed);
        MonitorHash = [.. SeededKeys.Bytes(seed, "keystone/monitor/hash", 64)];
    }

    /// <summary>The hash of its security monitor, 64 bytes.</summary>
    public ImmutableArray<byte> MonitorHash { get; }

    /// <summary>The device's key as a test anchor.</summary>
    public TrustAnchor Anchor =>
        new(AnchorRole.KeystoneDevice, AnchorClass.Test, Ed25519Sha3.PublicKey(_device), "Keystone device SIMULATION", "simulation");

    /// <summary>Signs a report.</summary>
    public byte[] Report(SimulatedKeystoneReport content)
    {
        var report = new byte[ReportLength];
        var span = report.AsSpan();
        content.EnclaveHash.CopyTo(span);
        BinaryPrimitives.WriteUInt64LittleEndian(span[64..], content.DataLength ?? (ulong)content.Data.Length);
        content.Data.CopyTo(span[72..]);
        Ed25519Sha3.Sign(_monitor, span[..(72 + content.Data.Length)]).CopyTo(span[1096..]);
        (content.MonitorHash ?? MonitorHash).CopyTo(span[1160..]);
        Ed25519Sha3.PublicKey(_monitor).CopyTo(span[1224..]);
        Ed25519Sha3.Sign(_device, span[1160..1256]).CopyTo(span[1256..]);
        (content.DeviceKey ?? [.. Ed25519Sha3.PublicKey(_device)]).CopyTo(span[1320..]);
        return report;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Dispose();
        _monitor.Dispose();
    }
}
