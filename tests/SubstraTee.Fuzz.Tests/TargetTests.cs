namespace SubstraTee.Fuzz.Tests;

public class TargetTests
{
    public static TheoryData<string> Names { get; } = [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Seeds_corpus_and_some_thousand_mutations_of_them_are_survived(string name)
    {
        var target = FuzzTargets.All.Single(target => target.Name == name);

        var report = new FuzzDriver(target, seed: 1).Run(Corpus.Of(target), target.TestedInputs, TimeSpan.FromSeconds(10));

        Assert.True(report.Finding is null, $"{name}: {Convert.ToHexString(report.Finding?.Input ?? [])}: {report.Finding?.Why}");
        Assert.True(report.Kept > 1, $"{name}: no input came to another place than the seeds did");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Seeds_are_accepted(string name)
    {
        var target = FuzzTargets.All.Single(target => target.Name == name);

        Assert.All(target.Seeds(), seed => Assert.NotEqual(target.Run([]), target.Run(seed)));
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(FuzzTargets.All.Count, FuzzTargets.All.DistinctBy(target => target.Name).Count());
}
