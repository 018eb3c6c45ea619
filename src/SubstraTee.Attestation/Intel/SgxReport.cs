using System.Buffers.Binary;
using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>The body of an SGX report, 384 bytes: what the processor says about an enclave (Intel SDM volume 3D, REPORT).</summary>
public sealed class SgxReport
{
    /// <summary>Bytes of a report body.</summary>
    public const int Length = 384;

    private readonly ReadOnlyMemory<byte> _bytes;

    internal SgxReport(ReadOnlyMemory<byte> bytes)
    {
        Check.That(bytes.Length == Length, RefusalReason.EvidenceMalformed, $"a report body of {bytes.Length} bytes");
        _bytes = bytes;
    }

    /// <summary>CPUSVN as reported, 16 bytes: the platform's TCB is judged by the PCK certificate instead.</summary>
    public ImmutableArray<byte> CpuSvn => Slice(0, 16);

    /// <summary>MISCSELECT, in the order of the report's bytes (little-endian).</summary>
    public ImmutableArray<byte> MiscSelect => Slice(16, 4);

    /// <summary>ISVEXTPRODID, 16 bytes (KSS).</summary>
    public ImmutableArray<byte> IsvExtProdId => Slice(32, 16);

    /// <summary>ATTRIBUTES: flags and XFRM, 16 bytes.</summary>
    public ImmutableArray<byte> Attributes => Slice(48, 16);

    /// <summary>MRENCLAVE, 32 bytes: the measurement of the enclave's code.</summary>
    public ImmutableArray<byte> MrEnclave => Slice(64, 32);

    /// <summary>MRSIGNER, 32 bytes: the hash of the key that signed the enclave.</summary>
    public ImmutableArray<byte> MrSigner => Slice(128, 32);

    /// <summary>CONFIGID, 64 bytes (KSS).</summary>
    public ImmutableArray<byte> ConfigId => Slice(192, 64);

    /// <summary>ISVPRODID.</summary>
    public ushort IsvProdId => BinaryPrimitives.ReadUInt16LittleEndian(Span[256..]);

    /// <summary>ISVSVN.</summary>
    public ushort IsvSvn => BinaryPrimitives.ReadUInt16LittleEndian(Span[258..]);

    /// <summary>CONFIGSVN (KSS).</summary>
    public ushort ConfigSvn => BinaryPrimitives.ReadUInt16LittleEndian(Span[260..]);

    /// <summary>ISVFAMILYID, 16 bytes (KSS).</summary>
    public ImmutableArray<byte> IsvFamilyId => Slice(304, 16);

    /// <summary>REPORTDATA, 64 bytes.</summary>
    public ImmutableArray<byte> ReportData => Slice(320, 64);

    /// <summary>ATTRIBUTES.DEBUG: the host can read and change the enclave.</summary>
    public bool Debug => (Span[48] & 0x02) != 0;

    internal ReadOnlySpan<byte> Span => _bytes.Span;

    internal void Note(DiagnosticsBuilder diagnostics)
    {
        if (!diagnostics.Enabled)
        {
            return;
        }

        diagnostics.Add("fields.cpusvn", CpuSvn.AsSpan());
        diagnostics.Add("fields.miscselect", MiscSelect.AsSpan());
        diagnostics.Add("fields.attributes", Attributes.AsSpan());
        diagnostics.Add("fields.mrenclave", MrEnclave.AsSpan());
        diagnostics.Add("fields.mrsigner", MrSigner.AsSpan());
        diagnostics.Add("fields.isvprodid", IsvProdId);
        diagnostics.Add("fields.isvsvn", IsvSvn);
        diagnostics.Add("fields.report_data", ReportData.AsSpan());
    }

    private ImmutableArray<byte> Slice(int offset, int length) => [.. Span.Slice(offset, length)];
}
