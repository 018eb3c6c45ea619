using System.Buffers.Binary;
using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Enclave.Tests;

/// <summary>A platform whose machine, build, randomness and time the test chooses; with a kind it is simulated hardware of that family.</summary>
internal sealed class TestPlatform(string machine = "machine", byte build = 1, ulong seed = 1, EvidenceKind? kind = null) : IEnclavePlatform
{
    private static readonly Dictionary<EvidenceKind, (TrustAnchor Root, ImmutableArray<RegisterRule> Firmware)> Known = [];

    private readonly byte[] _folder = [.. Enumerable.Repeat(build, 32)];
    private ulong _draws;

    public bool IsSimulated => true;

    public bool BrokenEntropy { get; init; }

    public EvidenceKind? Evidence => kind;

    public Measurement Measurement => kind is { } known
        ? SimulatedMeasurement.Of(known, _folder)
        : new Measurement(MeasurementFamily.Simulated, _folder);

    public SecretBytes SealingKey { get; } =
        new(Blake2b.Hash256([.. System.Text.Encoding.UTF8.GetBytes(machine), build]).ToArray());

    public ulong MonotonicMs { get; set; } = 1_000;

    /// <summary>The root that evidence of a kind ends in, and what else a policy names.</summary>
    public static (TrustRoot Root, ImmutableArray<RegisterRule> Firmware) VouchersOf(EvidenceKind kind)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(kind, out var known))
            {
                using var hardware = Hardware("any", kind);
                Known.Add(kind, known = (hardware.Root, hardware.Firmware));
            }

            return (TrustRoot.Of(known.Root), known.Firmware);
        }
    }

    /// <summary>What the hardware says of the enclave.</summary>
    public (byte[] Evidence, byte[] Bundle) Quote(byte[] reportData, DateTimeOffset time, SimulatedFaults? faults = null)
    {
        using var hardware = Hardware(machine, kind!.Value);
        var request = new SimulatedQuoteRequest
        {
            Folder = _folder,
            ReportData = reportData,
            Time = time,
            Faults = faults ?? SimulatedFaults.None,
        };
        var evidence = hardware.Quote(request);
        return (evidence, hardware.Collateral(request, evidence) is { } bundle ? CollateralBundle.Codec.Encode(bundle) : []);
    }

    public void FillRandom(Span<byte> destination)
    {
        Span<byte> block = stackalloc byte[16];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block, seed);
            BinaryPrimitives.WriteUInt64LittleEndian(block[8..], BrokenEntropy ? 0 : _draws++);
            var hash = Blake2b.Hash256(block).ToArray();
            var take = Math.Min(hash.Length, destination.Length);
            hash.AsSpan(0, take).CopyTo(destination);
            destination = destination[take..];
        }
    }

    private static SimulatedHardware Hardware(string machine, EvidenceKind kind)
    {
        using var secret = new SecretBytes(Blake2b.Hash256(System.Text.Encoding.UTF8.GetBytes(machine)).ToArray());
        return SimulatedHardware.Create(kind, secret);
    }
}
