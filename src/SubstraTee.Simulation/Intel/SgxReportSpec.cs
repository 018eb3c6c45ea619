using System.Buffers.Binary;

namespace SubstraTee.Simulation.Intel;

/// <summary>What the report of an SGX enclave is to say.</summary>
public sealed record SgxReportSpec
{
    private const int Length = 384;

    /// <summary>CPUSVN, 16 bytes.</summary>
    public byte[] CpuSvn { get; init; } = [12, 12, 16, 15, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>MISCSELECT.</summary>
    public uint MiscSelect { get; init; }

    /// <summary>ATTRIBUTES.FLAGS: INIT and MODE64BIT; bit 1 is DEBUG.</summary>
    public ulong Flags { get; init; } = 0x05;

    /// <summary>ATTRIBUTES.XFRM.</summary>
    public ulong Xfrm { get; init; } = 0xE7;

    /// <summary>MRENCLAVE, 32 bytes.</summary>
    public required byte[] MrEnclave { get; init; }

    /// <summary>MRSIGNER, 32 bytes.</summary>
    public required byte[] MrSigner { get; init; }

    /// <summary>CONFIGID, at most 64 bytes.</summary>
    public byte[] ConfigId { get; init; } = [];

    /// <summary>ISVPRODID.</summary>
    public ushort IsvProdId { get; init; } = 1;

    /// <summary>ISVSVN.</summary>
    public ushort IsvSvn { get; init; } = 1;

    /// <summary>REPORTDATA, at most 64 bytes.</summary>
    public byte[] ReportData { get; init; } = [];

    /// <summary>The same enclave opened for a debugger.</summary>
    public SgxReportSpec WithDebug() => this with { Flags = Flags | 0x02 };

    /// <summary>The 384 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        CpuSvn.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), MiscSelect);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(48), Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(56), Xfrm);
        MrEnclave.CopyTo(bytes, 64);
        MrSigner.CopyTo(bytes, 128);
        ConfigId.CopyTo(bytes, 192);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(256), IsvProdId);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(258), IsvSvn);
        ReportData.CopyTo(bytes, 320);
        return bytes;
    }
}
