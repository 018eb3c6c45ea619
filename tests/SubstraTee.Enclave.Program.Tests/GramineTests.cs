using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program.Tests;

public class GramineTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];

    private readonly List<TimeSpan> _pauses = [];

    [Fact]
    public void A_quote_binds_the_data_and_is_of_the_kind_dcap()
    {
        var evidence = Of(new FakeGramine()).Collect(Data);
        Assert.Equal(EvidenceKind.SgxDcap, evidence.Kind);
        Assert.Equal(Data, evidence.Evidence.AsSpan(368, 64).ToArray());
    }

    [Fact]
    public void The_measurement_is_that_of_a_report_to_the_enclave_itself()
    {
        var files = new FakeGramine();
        Assert.Equal(new Measurement(MeasurementFamily.Sgx, FakeGramine.MrEnclave), Of(files).ReadMeasurement());
        Assert.Equal(files.TargetInfo, FakeGramine.OwnTarget);
    }

    [Fact]
    public void The_sealing_key_is_the_processors_and_never_zeros()
    {
        using var key = Of(new FakeGramine()).ReadSealingKey();
        Assert.Equal(16, key.Length);
        Assert.Contains("zeros", Refusal(() => Of(new FakeGramine { SealingKey = new byte[16] }).ReadSealingKey()), StringComparison.Ordinal);
        Assert.Contains("8 bytes", Refusal(() => Of(new FakeGramine { SealingKey = new byte[8] }).ReadSealingKey()), StringComparison.Ordinal);
        Assert.Contains("EIO", Refusal(() => Of(new FakeGramine { SealingKey = new byte[32] }).ReadSealingKey()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "sgx.remote_attestation")]
    [InlineData("epid", "has ended")]
    [InlineData("magic", "'magic'")]
    public void Another_attestation_type_is_refused_with_what_to_set(string type, string part) =>
        Assert.Contains(part, Refusal(() => Of(new FakeGramine { Type = type }).Collect(Data)), StringComparison.Ordinal);

    [Fact]
    public void A_quote_over_data_that_another_thread_wrote_is_asked_for_again()
    {
        var files = new FakeGramine { ForeignQuotes = 2 };
        Assert.Equal(Data, Of(files).Collect(Data).Evidence.AsSpan(368, 64).ToArray());
        Assert.Equal(2, _pauses.Count);
        Assert.Contains("no quote", Refusal(() => Of(new FakeGramine { ForeignQuotes = 100 }).Collect(Data)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_quoting_service_that_is_busy_is_asked_again_and_one_that_fails_is_not()
    {
        Of(new FakeGramine { QuoteErrors = [Errno.Again, Errno.Interrupted] }).Collect(Data);
        Assert.Equal(2, _pauses.Count);
        Assert.Contains("EPERM", Refusal(() => Of(new FakeGramine { QuoteErrors = [Errno.NotPermitted] }).Collect(Data)), StringComparison.Ordinal);
        Assert.Contains("100 bytes", Refusal(() => Of(new FakeGramine { QuoteLength = 100 }).Collect(Data)), StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_of_gramine_it_says_so()
    {
        var outside = new Gramine(new GramineFiles("/nonexistent/attestation"), new Retry(_pauses.Add));
        Assert.Contains("outside of gramine-sgx", Refusal(() => outside.Collect(Data)), StringComparison.Ordinal);
        Assert.Contains("outside of gramine-sgx", Refusal(() => outside.ReadMeasurement()), StringComparison.Ordinal);
        Assert.Contains("outside of gramine-sgx", Refusal(() => outside.ReadSealingKey()), StringComparison.Ordinal);
    }

    private Gramine Of(FakeGramine files) => new(files, new Retry(_pauses.Add));

    private static string Refusal(Action action) => Assert.Throws<PlatformException>(action).Message;
}

/// <summary>Plays Gramine's files: what is written is bound by what is read.</summary>
internal sealed class FakeGramine : IGramineFiles
{
    private byte[] _userReportData = [];
    private int _quotes;

    public static byte[] MrEnclave { get; } = [.. Enumerable.Repeat((byte)0xE7, 32)];

    public static byte[] OwnTarget { get; } = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];

    public string Type { get; init; } = "dcap";

    public byte[] SealingKey { get; init; } = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    public int ForeignQuotes { get; init; }

    public IReadOnlyList<Errno> QuoteErrors { get; init; } = [];

    public int QuoteLength { get; init; } = 4000;

    public byte[]? TargetInfo { get; private set; }

    public Errno Write(string name, ReadOnlySpan<byte> value)
    {
        switch (name)
        {
            case "user_report_data":
                _userReportData = value.ToArray();
                return Errno.None;
            case "target_info":
                TargetInfo = value.ToArray();
                return Errno.None;
            default:
                return Errno.NoEntry;
        }
    }

    public Errno Read(string name, int maxLength, out byte[] value)
    {
        value = [];
        if (name == "quote" && _quotes < QuoteErrors.Count)
        {
            return QuoteErrors[_quotes++];
        }

        byte[] all = name switch
        {
            "attestation_type" => Encoding.ASCII.GetBytes(Type),
            "my_target_info" => OwnTarget,
            "report" => Report(432, 64, 320),
            "quote" => Report(QuoteLength, 48 + 64, 48 + 320),
            "keys/_sgx_mrenclave" => SealingKey,
            _ => [],
        };
        value = all.Length > maxLength ? [] : all;
        return all.Length == 0 ? Errno.NoEntry : all.Length > maxLength ? Errno.InputOutput : Errno.None;
    }

    private byte[] Report(int length, int measurementOffset, int dataOffset)
    {
        var report = new byte[length];
        if (length >= 432)
        {
            MrEnclave.CopyTo(report, measurementOffset);
            (_quotes++ < ForeignQuotes ? new byte[64] : _userReportData).CopyTo(report, dataOffset);
        }

        return report;
    }
}
