using System.Text.RegularExpressions;
using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>The schedule is part of every shard's identity: it stands in the documents, and its numbers never change.</summary>
public partial class FuelScheduleTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "wasm.md"));

    [Fact]
    public void Costs_are_those_of_the_documents()
    {
        var costs = FuelSchedule.Instructions.ToDictionary(pair => pair.Instruction, pair => pair.Cost, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match row in Row().Matches(Page))
        {
            var cost = int.Parse(row.Groups["cost"].Value, null);
            foreach (var name in Instructions(row.Groups["text"].Value, costs.Keys))
            {
                Assert.True(costs[name] == cost, $"{name} costs {costs[name]}, docs/wasm.md says {cost}");
                Assert.True(seen.Add(name), $"{name} stands in two rows of docs/wasm.md");
            }
        }

        Assert.All(costs.Where(pair => !seen.Contains(pair.Key)), pair => Assert.True(pair.Value == 1, $"{pair.Key} costs {pair.Value}"));
        Assert.Equal(201, costs.Count);
    }

    [Fact]
    public void Other_numbers_are_those_of_the_documents()
    {
        Assert.Contains($"Schedule version {FuelSchedule.Version}.", Page, StringComparison.Ordinal);
        Assert.Contains("may take 131 072 units", Page, StringComparison.Ordinal);
        Assert.Equal(131_072, FuelSchedule.CallStackUnits);
        Assert.Equal(16, FuelSchedule.CallBaseUnits);
        Assert.Equal(1024, FuelSchedule.HostCallUnits);
        Assert.Equal(64, FuelSchedule.DefaultHostCallCost);
        Assert.Equal(8, FuelSchedule.BytesPerUnit);
    }

    // A row names instructions, or what follows the dot of those of some types.
    private static IEnumerable<string> Instructions(string text, IEnumerable<string> all)
    {
        var names = all.ToList();
        foreach (var part in text.Split(';'))
        {
            string[] types = part.Contains("both float types", StringComparison.Ordinal) ? ["f32.", "f64."]
                : part.Contains("both integer types", StringComparison.Ordinal) ? ["i32.", "i64."] : [""];
            foreach (Match word in Word().Matches(part))
            {
                foreach (var type in types)
                {
                    yield return type + word.Groups["word"].Value;
                }
            }

            if (part.Contains("conversions from floats to integers", StringComparison.Ordinal))
            {
                foreach (var name in names.Where(name => name.Contains(".trunc_", StringComparison.Ordinal)))
                {
                    yield return name;
                }
            }
        }
    }

    [GeneratedRegex(@"^\| (?<cost>\d+) \| (?<text>`.*) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<word>[a-z0-9_.]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
