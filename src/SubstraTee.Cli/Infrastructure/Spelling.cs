namespace SubstraTee.Cli;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Spelling
{
    private const int MaxDistance = 3;

    /// <summary>The known words that are nearest to one that is not known, if they are near at all.</summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> known)
    {
        var near = known.Select(one => (Word: one, Distance: Distance(word, one)))
            .Where(one => one.Distance <= Math.Min(MaxDistance, Math.Max(1, one.Word.TrimStart('-').Length / 2)))
            .ToList();
        return near.Count == 0 ? [] : [.. near.Where(one => one.Distance == near.Min(other => other.Distance)).Select(one => one.Word)];
    }

    /// <summary>How many letters have to be added, removed, replaced or swapped with their neighbour.</summary>
    public static int Distance(string from, string to)
    {
        var distance = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                distance[i, j] = i == 0 || j == 0 ? i + j : Step(i, j);
            }
        }

        return distance[from.Length, to.Length];

        int Step(int i, int j)
        {
            var best = Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1;
            best = Math.Min(best, distance[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
            return i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]
                ? Math.Min(best, distance[i - 2, j - 2] + 1)
                : best;
        }
    }
}
