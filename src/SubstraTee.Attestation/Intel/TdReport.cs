using System.Buffers.Binary;
using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>The body of a TD quote: what the TDX module says about a trust domain (584 bytes in TDX 1.0, 648 in 1.5).</summary>
public sealed class TdReport
{
    /// <summary>Bytes of a body of TDX 1.0.</summary>
    public const int Length10 = 584;

    /// <summary>Bytes of a body of TDX 1.5.</summary>
    public const int Length15 = 648;

    private readonly ReadOnlyMemory<byte> _bytes;

    internal TdReport(ReadOnlyMemory<byte> bytes)
    {
        Check.That(bytes.Length is Length10 or Length15, RefusalReason.EvidenceMalformed, $"a TD report of {bytes.Length} bytes");
        _bytes = bytes;
    }

    /// <summary>TEE_TCB_SVN, 16 bytes: the TDX module's version (1), its SVN (0) and other components, as of the launch.</summary>
    public ImmutableArray<byte> TeeTcbSvn => Slice(0, 16);

    /// <summary>MRSEAM, 48 bytes: the measurement of the TDX module.</summary>
    public ImmutableArray<byte> MrSeam => Slice(16, 48);

    /// <summary>MRSIGNERSEAM, 48 bytes: zero for Intel's module.</summary>
    public ImmutableArray<byte> MrSignerSeam => Slice(64, 48);

    /// <summary>SEAMATTRIBUTES, 8 bytes: zero for a production module.</summary>
    public ImmutableArray<byte> SeamAttributes => Slice(112, 8);

    /// <summary>TDATTRIBUTES, 64 bits.</summary>
    public ulong TdAttributes => BinaryPrimitives.ReadUInt64LittleEndian(Span[120..]);

    /// <summary>XFAM, 64 bits: the processor features that the domain may use.</summary>
    public ulong Xfam => BinaryPrimitives.ReadUInt64LittleEndian(Span[128..]);

    /// <summary>MRTD, 48 bytes: the measurement of the domain's initial contents.</summary>
    public ImmutableArray<byte> MrTd => Slice(136, 48);

    /// <summary>MRCONFIGID, 48 bytes: set by the host.</summary>
    public ImmutableArray<byte> MrConfigId => Slice(184, 48);

    /// <summary>MROWNER, 48 bytes: set by the host.</summary>
    public ImmutableArray<byte> MrOwner => Slice(232, 48);

    /// <summary>MROWNERCONFIG, 48 bytes: set by the host.</summary>
    public ImmutableArray<byte> MrOwnerConfig => Slice(280, 48);

    /// <summary>REPORTDATA, 64 bytes.</summary>
    public ImmutableArray<byte> ReportData => Slice(520, 64);

    /// <summary>TEE_TCB_SVN2, 16 bytes: as <see cref="TeeTcbSvn"/>, of the module that runs now; empty in TDX 1.0.</summary>
    public ImmutableArray<byte> TeeTcbSvn2 => Is15 ? Slice(584, 16) : [];

    /// <summary>MRSERVICETD, 48 bytes: the service TDs bound to the domain, zero when there is none; empty in TDX 1.0.</summary>
    public ImmutableArray<byte> MrServiceTd => Is15 ? Slice(600, 48) : [];

    /// <summary>Whether the body is of TDX 1.5.</summary>
    public bool Is15 => _bytes.Length == Length15;

    /// <summary>Any bit of TDATTRIBUTES.TUD (0 to 7): the host can inspect the domain.</summary>
    public bool Debug => (TdAttributes & 0xFF) != 0;

    /// <summary>TDATTRIBUTES.SEPT_VE_DISABLE (28): the host cannot inject exceptions by taking pages away.</summary>
    public bool SeptVeDisable => (TdAttributes & (1UL << 28)) != 0;

    /// <summary>TDATTRIBUTES.MIGRATABLE (29): a migration TD can take the domain elsewhere.</summary>
    public bool Migratable => (TdAttributes & (1UL << 29)) != 0;

    internal ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>RTMR 0 to 3, 48 bytes: measured at run time by firmware, kernel and guest.</summary>
    public ImmutableArray<byte> Rtmr(int index) =>
        index is >= 0 and <= 3 ? Slice(328 + (48 * index), 48) : throw new ArgumentOutOfRangeException(nameof(index));

    internal void Note(DiagnosticsBuilder diagnostics)
    {
        if (!diagnostics.Enabled)
        {
            return;
        }

        foreach (var (name, offset, length) in Layout)
        {
            if (offset + length <= Span.Length)
            {
                diagnostics.Add($"fields.{name}", Span.Slice(offset, length));
            }
        }
    }

    private static readonly ImmutableArray<(string Name, int Offset, int Length)> Layout =
    [
        ("tee_tcb_svn", 0, 16), ("mrseam", 16, 48), ("mrsignerseam", 64, 48), ("seamattributes", 112, 8), ("tdattributes", 120, 8),
        ("xfam", 128, 8), ("mrtd", 136, 48), ("mrconfigid", 184, 48), ("mrowner", 232, 48), ("mrownerconfig", 280, 48),
        ("rtmr0", 328, 48), ("rtmr1", 376, 48), ("rtmr2", 424, 48), ("rtmr3", 472, 48), ("report_data", 520, 64),
        ("tee_tcb_svn2", 584, 16), ("mrservicetd", 600, 48),
    ];

    private ImmutableArray<byte> Slice(int offset, int length) => [.. Span.Slice(offset, length)];
}
