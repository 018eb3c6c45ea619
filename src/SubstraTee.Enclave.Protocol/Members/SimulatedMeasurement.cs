using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a simulated platform of a family measures of an enclave's folder, the same for platform and simulator.</summary>
/// <remarks>
/// docs/protocol.md, section 2, "Measurement of a simulated platform". On hardware the platform measures by itself; here the
/// folder's measurement stands for the code, and every register is derived from it.
/// </remarks>
public static class SimulatedMeasurement
{
    /// <summary>The measurement of a folder as evidence of the kind will have it.</summary>
    /// <param name="kind">The kind of evidence.</param>
    /// <param name="folder">Measurement of the published folder, 32 bytes.</param>
    public static Measurement Of(EvidenceKind kind, ReadOnlySpan<byte> folder)
    {
        var registers = Registers(kind, folder);
        return IsComposite(kind)
            ? CompositeMeasurement.Foretell(kind.Family(), registers)
            : new Measurement(kind.Family(), registers[0].Value.AsSpan());
    }

    /// <summary>Whether the measurement of a kind is a hash over several registers, also on real hardware.</summary>
    public static bool IsComposite(EvidenceKind kind) =>
        kind is EvidenceKind.Tdx or EvidenceKind.ArmPsa or EvidenceKind.ArmCca or EvidenceKind.Nitro;

    /// <summary>The registers behind the measurement, under the names and in the order of the family's verifier.</summary>
    /// <param name="kind">The kind of evidence.</param>
    /// <param name="folder">Measurement of the published folder, 32 bytes.</param>
    /// <exception cref="ArgumentException">The folder's measurement has another length, or the kind is unknown.</exception>
    public static ImmutableArray<(string Name, ImmutableArray<byte> Value)> Registers(EvidenceKind kind, ReadOnlySpan<byte> folder)
    {
        if (folder.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"a folder's measurement has {SHA256.HashSizeInBytes} bytes, not {folder.Length}", nameof(folder));
        }

        var code = folder.ToArray();
        return kind switch
        {
            EvidenceKind.Ias or EvidenceKind.SgxDcap => [("mrenclave", [.. code])],
            EvidenceKind.Tdx => [Long("mrtd", code), Long("rtmr0", code), Long("rtmr1", code), Long("rtmr2", code), Long("rtmr3", code)],
            EvidenceKind.SevSnp => [Long("measurement", code)],
            EvidenceKind.ArmPsa => [("type", [.. "SIMULATION"u8]), Short("signer_id", code), Short("measurement", code)],
            EvidenceKind.ArmCca => [Short("rim", code), Zero("rem0"), Zero("rem1"), Zero("rem2"), Zero("rem3")],
            EvidenceKind.Keystone => [("enclave_hash", [.. SHA512.HashData(Input("enclave_hash", code))])],
            EvidenceKind.Nitro => [Long("pcr0", code), Long("pcr1", code), Long("pcr2", code)],
            _ => throw new ArgumentException($"kind {(byte)kind} of evidence has no simulated platform", nameof(kind)),
        };
    }

    private static (string Name, ImmutableArray<byte> Value) Short(string name, byte[] folder) =>
        (name, [.. SHA256.HashData(Input(name, folder))]);

    private static (string Name, ImmutableArray<byte> Value) Long(string name, byte[] folder) =>
        (name, [.. SHA384.HashData(Input(name, folder))]);

    private static (string Name, ImmutableArray<byte> Value) Zero(string name) => (name, [.. new byte[SHA256.HashSizeInBytes]]);

    private static byte[] Input(string name, byte[] folder) => DomainTag.SimulatedMeasurement.Prefix(Scale.Str.Encode(name), folder);
}
