namespace SubstraTee.Client.Tests;

public sealed class ClockJudgeTests
{
    private static readonly DateTimeOffset Chain = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    [Theory]
    [InlineData(0)]
    [InlineData(-59)]
    [InlineData(60)]
    public void Clocks_may_be_an_hour_apart(int minutes) => Assert.Null(Finding(TimeSpan.FromMinutes(minutes), standing: false));

    [Theory]
    [InlineData(365, "behind")]
    [InlineData(-365, "ahead of")]
    public void A_year_apart_is_refused_Row20(int days, string word)
    {
        var finding = Finding(TimeSpan.FromDays(days), standing: false)!;

        Assert.Equal((TrustSeverity.Refusal, "clock_implausible"), (finding.Severity, finding.Name));
        Assert.Contains($"8760 hours {word} this computer's", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_development_chain_that_stands_still_is_told_and_one_from_the_future_is_refused_Row20()
    {
        Assert.Equal(TrustSeverity.Warning, Finding(TimeSpan.FromHours(2), standing: true)!.Severity);
        Assert.Equal(TrustSeverity.Refusal, Finding(TimeSpan.FromHours(-2), standing: true)!.Severity);
    }

    [Fact]
    public void Times_that_no_clock_has_are_refused_and_never_fault()
    {
        foreach (var time in new[] { ulong.MinValue, ulong.MaxValue })
        {
            Assert.Equal(TrustSeverity.Refusal, ClockJudge.FindingOf(time, new Still(Chain), standingIsAccepted: false)!.Severity);
        }
    }

    private static TrustFinding? Finding(TimeSpan here, bool standing) =>
        ClockJudge.FindingOf((ulong)Chain.ToUnixTimeMilliseconds(), new Still(Chain + here), standing);

    private sealed class Still(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
