namespace SubstraTee.Fuzz.Tests;

/// <summary>The driver finds what it is there to find, in targets with planted faults.</summary>
public class DriverTests
{
    [Fact]
    public void A_planted_exception_behind_a_length_check_is_found()
    {
        var finding = Run(input => input.Length > 2 && input[0] == 0xFF && input[1] > input.Length ? throw new InvalidDataException() : input.Length);

        Assert.NotNull(finding);
        Assert.Contains(nameof(InvalidDataException), finding.Why, StringComparison.Ordinal);
        Assert.Equal(0xFF, finding.Input[0]);
    }

    [Fact]
    public void An_allocation_by_a_claimed_length_is_found()
    {
        var finding = Run(input => input.Length > 3 && input[0] == 0xFF ? new byte[64 << 20].Length : 0);

        Assert.Contains("bytes allocated", finding?.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_tries_the_same_inputs()
    {
        var first = new Recorder();
        var second = new Recorder();
        new FuzzDriver(first, seed: 3).Run([], 500, TimeSpan.FromMinutes(1));
        new FuzzDriver(second, seed: 3).Run([], 500, TimeSpan.FromMinutes(1));

        Assert.Equal(500, first.Inputs.Count);
        Assert.Equal(first.Inputs, second.Inputs);
    }

    [Fact]
    public void Inputs_that_come_to_a_new_place_are_gone_on_from()
    {
        var report = new FuzzDriver(new Planted(input => input.TrimEnd((byte)0).Length), seed: 4).Run([], 2000, TimeSpan.FromMinutes(1));

        Assert.InRange(report.Kept, 5, 2000);
        Assert.Null(report.Finding);
    }

    private static FuzzFinding? Run(Func<ReadOnlySpan<byte>, int> work) =>
        new FuzzDriver(new Planted(work), seed: 2).Run([[0xF0, 1, 2, 3]], 200_000, TimeSpan.FromMinutes(1)).Finding;

    private sealed class Planted(Func<ReadOnlySpan<byte>, int> work) : IFuzzTarget
    {
        public string Name => "planted";

        public IEnumerable<byte[]> Seeds() => [[1, 2, 3, 4]];

        public int Run(ReadOnlySpan<byte> input) => work(input);
    }

    private sealed class Recorder : IFuzzTarget
    {
        public List<string> Inputs { get; } = [];

        public string Name => "recorder";

        public IEnumerable<byte[]> Seeds() => [[1, 2, 3, 4]];

        public int Run(ReadOnlySpan<byte> input)
        {
            Inputs.Add(Convert.ToHexString(input));
            return input.Length;
        }
    }
}
