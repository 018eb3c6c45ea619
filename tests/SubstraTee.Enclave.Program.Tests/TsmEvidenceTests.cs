using SubstraTee.Attestation;

namespace SubstraTee.Enclave.Program.Tests;

public class TsmEvidenceTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];

    private readonly List<TimeSpan> _pauses = [];
    private int _names;

    [Theory]
    [InlineData("tdx_guest", EvidenceKind.Tdx)]
    [InlineData("arm_cca_guest", EvidenceKind.ArmCca)]
    public void A_report_is_what_the_kernel_made_of_the_data(string provider, EvidenceKind kind)
    {
        var kernel = new FakeTsm(provider) { Report = (data, _) => [9, 9, .. data] };
        var evidence = Source(kernel).Collect(Data);

        Assert.Equal(kind, evidence.Kind);
        Assert.Equal([9, 9, .. Data], evidence.Evidence);
        Assert.Empty(evidence.Auxiliary);
        Assert.Equal(0, kernel.OpenEntries);
        Assert.Empty(_pauses);
        Assert.Equal(
            ["mkdir", "read provider", "read generation", "write inblob", "read generation", "read outblob", "read generation", "rmdir"], kernel.Calls);
        Assert.Equal(kind, Source(kernel).ReadKind());
    }

    [Fact]
    public void A_sev_snp_guest_brings_its_hosts_table_and_asks_at_a_level()
    {
        var kernel = SevKernel();
        kernel.Auxiliary = [7, 7, 7];
        var evidence = Source(kernel, privilegeLevel: 1).Collect(Data);

        Assert.Equal(EvidenceKind.SevSnp, evidence.Kind);
        Assert.Equal([7, 7, 7], evidence.Auxiliary);
        Assert.Equal(1, evidence.Evidence[0x30]);
        kernel.HasAuxiliary = false;
        Assert.Empty(Source(kernel).Collect(Data).Auxiliary);
    }

    [Fact]
    public void A_level_below_the_guests_own_is_refused_before_the_kernel_does()
    {
        var kernel = SevKernel();
        kernel.PrivilegeFloor = 2;
        Assert.Contains("privilege level 2", Refusal(() => Source(kernel, privilegeLevel: 1).Collect(Data)), StringComparison.Ordinal);
        Assert.Equal(0, kernel.OpenEntries);
        Source(kernel, privilegeLevel: 2).Collect(Data);
    }

    [Fact]
    public void A_counter_that_wraps_around_is_followed()
    {
        var kernel = SevKernel();
        kernel.FirstGeneration = ulong.MaxValue;
        Source(kernel, privilegeLevel: 0).Collect(Data);
        Assert.Empty(_pauses);
    }

    [Theory]
    [InlineData("mkdir", Errno.Exists)]
    [InlineData("mkdir", Errno.Interrupted)]
    [InlineData("write inblob", Errno.Busy)]
    [InlineData("read outblob", Errno.Busy)]
    [InlineData("read outblob", Errno.Again)]
    [InlineData("read outblob", Errno.Interrupted)]
    [InlineData("read outblob", Errno.Invalid)]
    [InlineData("read auxblob", Errno.Busy)]
    public void What_passes_by_itself_is_tried_again_with_a_new_entry(string call, object answer)
    {
        var kernel = SevKernel().Next(call, (Errno)answer).Next(call, (Errno)answer);
        Source(kernel).Collect(Data);
        Assert.Equal([TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40)], _pauses);
        Assert.Equal(3, _names);
        Assert.Equal(0, kernel.OpenEntries);
    }

    [Fact]
    public void A_write_that_the_kernel_lost_without_an_error_is_noticed_by_the_counter()
    {
        var kernel = SevKernel();
        kernel.LostWrites = 2;
        Assert.Equal(EvidenceKind.SevSnp, Source(kernel).Collect(Data).Kind);
        Assert.Equal(2, _pauses.Count);
    }

    [Fact]
    public void Another_writer_between_question_and_answer_is_noticed_by_the_counter()
    {
        var times = 0;
        var kernel = new FakeTsm("tdx_guest")
        {
            BeforeOutblob = (fake, entry) =>
            {
                if (++times <= 2)
                {
                    fake.WriteBehind(entry, new byte[64]);
                }
            },
        };
        Assert.Equal(Data, Source(kernel).Collect(Data).Evidence);
        Assert.Equal(2, _pauses.Count);
    }

    [Fact]
    public void A_device_that_stays_busy_is_given_up_after_some_attempts()
    {
        var kernel = new FakeTsm("tdx_guest") { BeforeOutblob = (fake, entry) => fake.WriteBehind(entry, new byte[64]) };
        Assert.Contains("busy", Refusal(() => Source(kernel).Collect(Data)), StringComparison.Ordinal);
        Assert.Equal(Retry.Attempts - 1, _pauses.Count);
        Assert.Equal(Retry.Attempts, _names);
        Assert.Equal(0, kernel.OpenEntries);
    }

    [Theory]
    [InlineData("mkdir", Errno.NoDeviceOrAddress, "no provider")]
    [InlineData("mkdir", Errno.NoEntry, "mount configfs")]
    [InlineData("mkdir", Errno.NotPermitted, "root")]
    [InlineData("mkdir", Errno.AccessDenied, "root")]
    [InlineData("mkdir", Errno.ReadOnly, "EROFS")]
    [InlineData("write inblob", Errno.AccessDenied, "writing inblob")]
    [InlineData("read outblob", Errno.NotTerminal, "provider has gone")]
    [InlineData("read outblob", Errno.InputOutput, "EIO")]
    [InlineData("read provider", Errno.InputOutput, "reading provider")]
    [InlineData("read auxblob", Errno.InputOutput, "reading auxblob")]
    public void What_does_not_pass_is_said_at_once_with_what_to_try(string call, object answer, string part)
    {
        var kernel = SevKernel().Next(call, (Errno)answer);
        Assert.Contains(part, Refusal(() => Source(kernel).Collect(Data)), StringComparison.Ordinal);
        Assert.Empty(_pauses);
        Assert.Equal(0, kernel.OpenEntries);
    }

    [Fact]
    public void An_unknown_provider_and_a_report_over_other_data_are_refused()
    {
        Assert.Contains("'vax_guest'", Refusal(() => Source(new FakeTsm("vax_guest")).Collect(Data)), StringComparison.Ordinal);
        var kernel = SevKernel();
        kernel.Report = (_, level) => SevReport(new byte[64], level);
        Assert.Contains("does not bind", Refusal(() => Source(kernel).Collect(Data)), StringComparison.Ordinal);
        kernel.Report = (_, _) => new byte[100];
        Assert.Contains("does not bind", Refusal(() => Source(kernel).Collect(Data)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_cannot_be_removed_does_no_harm()
    {
        var kernel = SevKernel().Next("rmdir", Errno.Busy);
        Source(kernel).Collect(Data);
        Source(kernel).Collect(Data);
        Assert.Equal(1, kernel.OpenEntries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void Report_data_has_64_bytes(int length) =>
        Assert.Throws<ArgumentException>(() => Source(SevKernel()).Collect(new byte[length]));

    private static FakeTsm SevKernel() => new("sev_guest") { Report = SevReport };

    private static byte[] SevReport(byte[] data, uint level)
    {
        var report = new byte[0x4A0];
        report[0x30] = (byte)level;
        data.CopyTo(report, 0x50);
        return report;
    }

    private TsmEvidence Source(FakeTsm kernel, uint? privilegeLevel = null) =>
        new(kernel, new Retry(_pauses.Add), () => $"entry{++_names}", privilegeLevel);

    private static string Refusal(Action action) => Assert.Throws<PlatformException>(action).Message;
}
