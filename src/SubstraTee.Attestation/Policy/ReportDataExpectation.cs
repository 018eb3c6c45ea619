namespace SubstraTee.Attestation;

/// <summary>What the evidence's report data has to be: every caller says it, since evidence that binds nothing proves nothing.</summary>
public sealed class ReportDataExpectation
{
    private readonly byte[]? _bytes;

    private ReportDataExpectation(byte[]? bytes) => _bytes = bytes;

    /// <summary>The caller looks at the report data itself, or only wants to know about code and platform.</summary>
    public static ReportDataExpectation NotChecked { get; } = new(null);

    /// <summary>All bytes, in the length that the family carries (64 for Intel and AMD); a prefix is never enough.</summary>
    public static ReportDataExpectation Exactly(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>A key or hash of at most 64 bytes followed by zero bytes up to 64.</summary>
    /// <exception cref="ArgumentException">More than 64 bytes.</exception>
    public static ReportDataExpectation ZeroPadded(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 64)
        {
            throw new ArgumentException($"report data has 64 bytes, not {bytes.Length}", nameof(bytes));
        }

        var padded = new byte[64];
        bytes.CopyTo(padded);
        return new(padded);
    }

    /// <summary>Null when the report data is as expected, else both values.</summary>
    internal string? Difference(ReadOnlySpan<byte> actual) =>
        _bytes is null || actual.SequenceEqual(_bytes)
            ? null
            : $"report data is {Convert.ToHexStringLower(actual)}, expected {Convert.ToHexStringLower(_bytes)}";
}
