using System.Buffers.Binary;

namespace SubstraTee.Attestation.Intel;

/// <summary>The body of an EPID quote, 432 bytes (Attestation Service for Intel SGX: API, quote structure).</summary>
internal sealed class EpidQuote
{
    private const int HeaderLength = 48;
    private const int Length = HeaderLength + SgxReport.Length;

    private EpidQuote(ReadOnlyMemory<byte> bytes)
    {
        Check.That(
            bytes.Length == Length, RefusalReason.IasQuoteBodyMalformed, $"a quote body of {bytes.Length} bytes, where {Length} have to be");
        var span = bytes.Span;
        Version = BinaryPrimitives.ReadUInt16LittleEndian(span);
        SignType = BinaryPrimitives.ReadUInt16LittleEndian(span[2..]);
        EpidGroupId = BinaryPrimitives.ReadUInt32LittleEndian(span[4..]);
        QeSvn = BinaryPrimitives.ReadUInt16LittleEndian(span[8..]);
        PceSvn = BinaryPrimitives.ReadUInt16LittleEndian(span[10..]);
        Basename = bytes.Slice(16, 32);
        Report = new SgxReport(bytes[HeaderLength..]);
    }

    public ushort Version { get; }

    /// <summary>0 unlinkable, 1 linkable.</summary>
    public ushort SignType { get; }

    public uint EpidGroupId { get; }

    public ushort QeSvn { get; }

    public ushort PceSvn { get; }

    public ReadOnlyMemory<byte> Basename { get; }

    public SgxReport Report { get; }

    /// <summary>Lays a quote body open.</summary>
    /// <exception cref="RefusalException">It has another length.</exception>
    public static EpidQuote Parse(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Checks that it is of the version that EPID quotes have.</summary>
    /// <exception cref="RefusalException">It is not.</exception>
    public void CheckHeader() =>
        Check.That(
            Version == 2 && SignType <= 1,
            RefusalReason.IasQuoteBodyMalformed,
            $"quote body version {Version} with signature type {SignType}; version 2 with 0 or 1 is known");

    public void Note(DiagnosticsBuilder notes)
    {
        notes.Add("fields.version", Version);
        notes.Add("fields.sign_type", SignType);
        notes.Add("fields.epid_group_id", $"{EpidGroupId:x8}");
        notes.Add("fields.qe_svn", QeSvn);
        notes.Add("fields.pce_svn", PceSvn);
        notes.Add("fields.basename", Basename.Span);
        Report.Note(notes);
        notes.Add("fields.debug", Report.Debug);
    }
}
