namespace SubstraTee.Testing;

/// <summary>Collects what a rule found, so that one run shows every place and not only the first.</summary>
internal static class Findings
{
    /// <summary>Passes when nothing was found, else fails with the rule and each finding on a line.</summary>
    public static void None(string rule, IEnumerable<string> findings)
    {
        var list = findings.ToList();
        Assert.True(list.Count == 0, $"{rule}{Environment.NewLine}{string.Join(Environment.NewLine, list)}");
    }
}
