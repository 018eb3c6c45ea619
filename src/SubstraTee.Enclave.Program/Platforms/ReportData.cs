namespace SubstraTee.Enclave.Program;

/// <summary>What evidence binds: 64 bytes on every platform.</summary>
internal static class ReportData
{
    public const int Length = 64;

    /// <summary>Checks the length before anything is asked for.</summary>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static void Check(ReadOnlySpan<byte> reportData)
    {
        if (reportData.Length != Length)
        {
            throw new ArgumentException($"report data has {Length} bytes, not {reportData.Length}", nameof(reportData));
        }
    }
}
