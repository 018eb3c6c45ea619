using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SubstraTee.Simulation.Intel;

/// <summary>How a quote is to be laid out and signed; the default is what a genuine quoting enclave does.</summary>
public sealed record QuoteSpec
{
    private static readonly byte[] IntelVendor =
        [0x93, 0x9A, 0x72, 0x33, 0xF7, 0x9C, 0x4C, 0xA9, 0x94, 0x0A, 0x0D, 0xB3, 0x95, 0x7F, 0x06, 0x07];

    /// <summary>MRSIGNER of the simulated quoting enclave.</summary>
    public static byte[] QeSigner { get; } = SHA256.HashData("substraTEE simulated quoting enclave"u8);

    /// <summary>3, 4 or 5.</summary>
    public int Version { get; init; } = 3;

    /// <summary>2 for ECDSA on P-256.</summary>
    public ushort AttestationKeyType { get; init; } = 2;

    /// <summary>0 for SGX, 0x81 for TDX; null for what the report is.</summary>
    public uint? TeeType { get; init; }

    /// <summary>The quoting enclave's vendor, 16 bytes.</summary>
    public byte[] VendorId { get; init; } = IntelVendor;

    /// <summary>The quoting enclave's own report; its report data is filled in.</summary>
    public SgxReportSpec Qe { get; init; } = new() { MrEnclave = new byte[32], MrSigner = QeSigner, IsvProdId = 1, IsvSvn = 9, Flags = 0x15 };

    /// <summary>Report data of the quoting enclave where it is not the binding of the attestation key.</summary>
    public byte[]? QeReportData { get; init; }

    /// <summary>Authentication data.</summary>
    public byte[] AuthenticationData { get; init; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>Type of the certification data: 5 for a chain.</summary>
    public ushort CertificationDataType { get; init; } = 5;

    /// <summary>Certification data where it is not the platform's chain.</summary>
    public byte[]? CertificationData { get; init; }

    /// <summary>Bytes after the quote.</summary>
    public int Padding { get; init; }

    /// <summary>Makes a quote about an SGX enclave.</summary>
    public byte[] Sign(SimulatedIntelPlatform platform, SgxReportSpec report) => Sign(platform, report.ToBytes(), bodyType: 1, TeeType ?? 0);

    /// <summary>Makes a quote about a trust domain; of version 4 or 5.</summary>
    public byte[] Sign(SimulatedIntelPlatform platform, TdReportSpec report) =>
        Sign(platform, report.ToBytes(), report.Is15 ? (ushort)3 : (ushort)2, TeeType ?? 0x81);

    private byte[] Sign(SimulatedIntelPlatform platform, byte[] body, ushort bodyType, uint tee)
    {
        var header = new byte[48];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), AttestationKeyType);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), tee);
        VendorId.CopyTo(header, 12);
        byte[] signed = Version >= 5 ? [.. header, .. UInt16(bodyType), .. UInt32(body.Length), .. body] : [.. header, .. body];
        var point = platform.AttestationKey.ExportParameters(includePrivateParameters: false).Q;
        byte[] key = [.. point.X!, .. point.Y!];
        var signature = platform.AttestationKey.SignData(signed, HashAlgorithmName.SHA256);
        var binding = QeReportData ?? SHA256.HashData([.. key, .. AuthenticationData]);
        var qeReport = (Qe with { ReportData = binding }).ToBytes();
        var chain = CertificationData ?? Encoding.ASCII.GetBytes($"{platform.ChainPem}\0");
        byte[] certified =
        [
            .. qeReport, .. platform.PckKey.SignData(qeReport, HashAlgorithmName.SHA256),
            .. UInt16((ushort)AuthenticationData.Length), .. AuthenticationData,
            .. UInt16(CertificationDataType), .. UInt32(chain.Length), .. chain,
        ];
        byte[] data = Version >= 4
            ? [.. signature, .. key, .. UInt16(6), .. UInt32(certified.Length), .. certified]
            : [.. signature, .. key, .. certified];
        return [.. signed, .. UInt32(data.Length), .. data, .. new byte[Padding]];
    }

    private static byte[] UInt16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] UInt32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
