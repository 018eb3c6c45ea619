namespace SubstraTee.Cli;

/// <summary>Lines whose columns stand below each other.</summary>
internal static class Table
{
    /// <summary>Writes rows of equally many cells.</summary>
    public static void Write(TextWriter output, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        var widths = Enumerable.Range(0, all[0].Count).Select(column => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>Writes names with their values; those without a value are left out.</summary>
    public static void Facts(TextWriter output, params IEnumerable<(string Name, string? Value)> facts) =>
        Write(output, facts.Where(fact => fact.Value is not null).Select(fact => (IReadOnlyList<string>)[fact.Name, fact.Value!]));
}
