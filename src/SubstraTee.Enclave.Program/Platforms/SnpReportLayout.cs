namespace SubstraTee.Enclave.Program;

/// <summary>Where an enclave finds in its own report what it needs (AMD #56860, ATTESTATION_REPORT).</summary>
internal static class SnpReportLayout
{
    public const int Length = 0x4A0;
    public const int CommittedTcbOffset = 0x1E0;
    public const int TcbLength = 8;

    private const int ReportDataOffset = 0x50;
    private const int MeasurementOffset = 0x90;
    private const int MeasurementLength = 48;

    /// <summary>Whether a report is one, and binds the data.</summary>
    public static bool Binds(ReadOnlySpan<byte> report, ReadOnlySpan<byte> reportData) =>
        report.Length == Length && report.Slice(ReportDataOffset, ReportData.Length).SequenceEqual(reportData);

    /// <summary>What was measured at the guest's launch.</summary>
    public static ReadOnlySpan<byte> Measurement(ReadOnlySpan<byte> report) => report.Slice(MeasurementOffset, MeasurementLength);

    /// <summary>The patch levels below which the platform cannot go back.</summary>
    public static ReadOnlySpan<byte> CommittedTcb(ReadOnlySpan<byte> report) => report.Slice(CommittedTcbOffset, TcbLength);
}
