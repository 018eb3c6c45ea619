using System.Buffers.Binary;

namespace SubstraTee.Simulation.Intel;

/// <summary>What the report of a TDX trust domain is to say.</summary>
public sealed record TdReportSpec
{
    private const int Length10 = 584;
    private const int Length15 = 648;
    private const int HashLength = 48;

    /// <summary>TEE_TCB_SVN, 16 bytes: module SVN, module version, components.</summary>
    public byte[] TeeTcbSvn { get; init; } = [6, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>MRSEAM, 48 bytes.</summary>
    public byte[] MrSeam { get; init; } = [.. Enumerable.Repeat((byte)0x5E, HashLength)];

    /// <summary>MRSIGNERSEAM, 48 bytes.</summary>
    public byte[] MrSignerSeam { get; init; } = new byte[HashLength];

    /// <summary>SEAMATTRIBUTES, 8 bytes.</summary>
    public byte[] SeamAttributes { get; init; } = new byte[8];

    /// <summary>TDATTRIBUTES: SEPT_VE_DISABLE; bit 0 is DEBUG.</summary>
    public ulong TdAttributes { get; init; } = 1UL << 28;

    /// <summary>XFAM.</summary>
    public ulong Xfam { get; init; } = 0x61AE7;

    /// <summary>MRTD, 48 bytes.</summary>
    public required byte[] MrTd { get; init; }

    /// <summary>MRCONFIGID, 48 bytes.</summary>
    public byte[] MrConfigId { get; init; } = new byte[HashLength];

    /// <summary>MROWNER, 48 bytes.</summary>
    public byte[] MrOwner { get; init; } = new byte[HashLength];

    /// <summary>MROWNERCONFIG, 48 bytes.</summary>
    public byte[] MrOwnerConfig { get; init; } = new byte[HashLength];

    /// <summary>RTMR 0 to 3, 48 bytes each.</summary>
    public IReadOnlyList<byte[]> Rtmrs { get; init; } = [new byte[HashLength], new byte[HashLength], new byte[HashLength], new byte[HashLength]];

    /// <summary>REPORTDATA, at most 64 bytes.</summary>
    public byte[] ReportData { get; init; } = [];

    /// <summary>TEE_TCB_SVN2, 16 bytes; empty for a report of TDX 1.0.</summary>
    public byte[] TeeTcbSvn2 { get; init; } = [];

    /// <summary>MRSERVICETD, 48 bytes, of TDX 1.5.</summary>
    public byte[] MrServiceTd { get; init; } = new byte[HashLength];

    /// <summary>Whether this is a report of TDX 1.5.</summary>
    public bool Is15 => TeeTcbSvn2.Length > 0;

    /// <summary>The 584 or 648 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Is15 ? Length15 : Length10];
        TeeTcbSvn.CopyTo(bytes, 0);
        MrSeam.CopyTo(bytes, 16);
        MrSignerSeam.CopyTo(bytes, 64);
        SeamAttributes.CopyTo(bytes, 112);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(120), TdAttributes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(128), Xfam);
        MrTd.CopyTo(bytes, 136);
        MrConfigId.CopyTo(bytes, 184);
        MrOwner.CopyTo(bytes, 232);
        MrOwnerConfig.CopyTo(bytes, 280);
        for (var i = 0; i < 4; i++)
        {
            Rtmrs[i].CopyTo(bytes, 328 + (HashLength * i));
        }

        ReportData.CopyTo(bytes, 520);
        if (Is15)
        {
            TeeTcbSvn2.CopyTo(bytes, 584);
            MrServiceTd.CopyTo(bytes, 600);
        }

        return bytes;
    }
}
