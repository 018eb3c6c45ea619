using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SubstraTee.Enclave.Program.Tests;

public class SevGuestTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];
    private static readonly byte[] Tcb = [4, 0, 0, 0, 0, 0, 24, 219];

    private readonly List<TimeSpan> _pauses = [];

    [Fact]
    public void Numbers_of_requests_are_those_of_the_kernels_header()
    {
        // _IOWR: both directions in the upper two bits, then the structure's size, the type 'S', the number.
        static uint Number(uint number) => (3u << 30) | (32u << 16) | ('S' << 8) | number;
        Assert.Equal((Number(0), Number(1)), (SevGuest.GetReport, SevGuest.GetDerivedKey));
    }

    [Fact]
    public void A_report_binds_the_data_that_it_was_asked_for()
    {
        var device = new FakeDevice();
        var report = Guest(device).Report(Data);
        Assert.Equal(0x4A0, report.Length);
        Assert.Equal(Data, report.AsSpan(0x50, 64).ToArray());
        Assert.Equal(96, device.Requests.Single().Length);
        Assert.Equal(Data, device.Requests.Single()[..64]);
        Assert.True(device.Requests.Single().AsSpan(64).TrimStart((byte)0).IsEmpty);
    }

    [Fact]
    public void A_key_is_asked_for_with_policy_measurement_and_pinned_levels_and_nothing_that_a_host_could_choose()
    {
        var device = new FakeDevice();
        using var key = Guest(device).DerivedKey(Tcb);
        var request = device.Requests.Single();
        Assert.Equal(32, request.Length);
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(request));
        Assert.Equal(0b101001UL, BinaryPrimitives.ReadUInt64LittleEndian(request.AsSpan(8)));
        Assert.Equal(0UL, BinaryPrimitives.ReadUInt64LittleEndian(request.AsSpan(16)));
        Assert.Equal(Tcb, request[24..]);
        Assert.Equal(32, key.Length);
        using var older = Guest(device).DerivedKey([.. Tcb.AsSpan(0, 7), 218]);
        Assert.False(key.FixedTimeEquals(older.Reveal()));
        using var again = Guest(device).DerivedKey(Tcb);
        Assert.True(key.FixedTimeEquals(again.Reveal()));
    }

    [Theory]
    [InlineData(Errno.Again, 0UL)]
    [InlineData(Errno.Interrupted, 0UL)]
    [InlineData(Errno.Busy, 0UL)]
    [InlineData(Errno.InputOutput, 2UL << 32)]
    public void A_throttled_request_is_made_again(object error, ulong exitInfo)
    {
        var device = new FakeDevice { Failures = [((Errno)error, exitInfo), ((Errno)error, exitInfo)] };
        Guest(device).Report(Data);
        Assert.Equal(2, _pauses.Count);
    }

    [Fact]
    public void A_host_that_throttles_for_ever_is_given_up()
    {
        var device = new FakeDevice { Failures = [.. Enumerable.Repeat((Errno.InputOutput, 2UL << 32), 100)] };
        Assert.Contains("too busy", Refusal(() => Guest(device).DerivedKey(Tcb)), StringComparison.Ordinal);
        Assert.Equal(Retry.Attempts, device.Requests.Count);
    }

    [Theory]
    [InlineData(Errno.NoEntry, 0UL, "no SEV-SNP guest")]
    [InlineData(Errno.AccessDenied, 0UL, "root")]
    [InlineData(Errno.NotTerminal, 0UL, "ENOTTY")]
    [InlineData(Errno.InputOutput, 0x16UL, "firmware error 0x16")]
    [InlineData(Errno.InputOutput, 1UL << 32, "host error 1")]
    public void Other_errors_are_said_at_once(object error, ulong exitInfo, string part)
    {
        var device = new FakeDevice { Failures = [((Errno)error, exitInfo)] };
        Assert.Contains(part, Refusal(() => Guest(device).Report(Data)), StringComparison.Ordinal);
        Assert.Single(device.Requests);
    }

    [Fact]
    public void Answers_that_are_none_are_refused()
    {
        Assert.Contains("0x27", Refusal(() => Guest(new FakeDevice { Status = 0x27 }).DerivedKey(Tcb)), StringComparison.Ordinal);
        Assert.Contains("zeros", Refusal(() => Guest(new FakeDevice { ZeroKey = true }).DerivedKey(Tcb)), StringComparison.Ordinal);
        Assert.Contains("does not bind", Refusal(() => Guest(new FakeDevice { OtherData = true }).Report(Data)), StringComparison.Ordinal);
        Assert.Contains("1000 bytes", Refusal(() => Guest(new FakeDevice { ReportSize = 1000 }).Report(Data)), StringComparison.Ordinal);
    }

    private SevGuest Guest(ISevGuestDevice device) => new(device, new Retry(_pauses.Add));

    private static string Refusal(Action action) => Assert.Throws<PlatformException>(action).Message;
}

/// <summary>Plays the security processor behind the kernel's device.</summary>
internal sealed class FakeDevice : ISevGuestDevice
{
    private int _sent;

    public List<byte[]> Requests { get; } = [];

    public IReadOnlyList<(Errno Error, ulong ExitInfo)> Failures { get; init; } = [];

    public uint Status { get; init; }

    public bool ZeroKey { get; init; }

    public bool OtherData { get; init; }

    public uint ReportSize { get; init; } = 0x4A0;

    /// <summary>What the chip has fused in.</summary>
    public byte Chip { get; init; } = 1;

    public byte[] Measurement { get; init; } = [.. Enumerable.Repeat((byte)0x3E, 48)];

    public byte[] CommittedTcb { get; init; } = [4, 0, 0, 0, 0, 0, 24, 219];

    public Errno Send(uint number, ReadOnlySpan<byte> request, Span<byte> response, out ulong exitInfo)
    {
        Requests.Add(request.ToArray());
        exitInfo = 0;
        if (_sent < Failures.Count)
        {
            (var error, exitInfo) = Failures[_sent++];
            return error;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(response, Status);
        if (Status != 0)
        {
            return Errno.None;
        }

        if (number == SevGuest.GetReport)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(response[4..], ReportSize);
            var report = response[32..];
            (OtherData ? new byte[64] : request[..64]).CopyTo(report[0x50..]);
            Measurement.CopyTo(report[0x90..]);
            CommittedTcb.CopyTo(report[0x1E0..]);
        }
        else if (!ZeroKey)
        {
            SHA256.HashData([Chip, .. Measurement, .. request], response[32..]);
        }

        return Errno.None;
    }
}
