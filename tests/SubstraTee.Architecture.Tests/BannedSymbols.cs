using System.Text.RegularExpressions;
using SubstraTee.Testing;

namespace SubstraTee.Architecture.Tests;

/// <summary>
/// The closure's list of banned symbols, the one that the analyzer uses while compiling, applied to compiled code: what
/// generators wrote and what a suppression let through is found here.
/// </summary>
internal sealed partial class BannedSymbols
{
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly List<string> _namespaces = [];

    public BannedSymbols()
    {
        foreach (var line in RepositoryFiles.Lines("eng/BannedSymbols.Closure.txt").Where(line => line.Length > 0))
        {
            var rule = Rule().Match(line);
            Assert.True(rule.Success, $"eng/BannedSymbols.Closure.txt: a line that this test does not understand: {line}");
            var name = rule.Groups["name"].Value;
            switch (rule.Groups["kind"].Value)
            {
                case "N":
                    _namespaces.Add(name + ".");
                    break;
                case "T":
                    _types.Add(name);
                    break;
                case "P":
                    var dot = name.LastIndexOf('.');
                    _members.Add($"{name[..dot]}.get_{name[(dot + 1)..]}");
                    break;
                default:
                    _members.Add(name);
                    break;
            }
        }
    }

    /// <summary>Those of the symbols that the closure may not use.</summary>
    public IEnumerable<UsedSymbol> Among(IReadOnlyCollection<UsedSymbol> uses)
    {
        // A member says more than its type; the type alone counts where no member of it is used (a field, a type argument).
        var withMembers = uses.Where(use => use.Member is not null).Select(use => use.Type).ToHashSet(StringComparer.Ordinal);
        return uses.Where(use => use.Member is not null || !withMembers.Contains(use.Type)).Where(use => IsBanned(use) && !IsCompilersOwn(use));
    }

    private bool IsBanned(UsedSymbol use) =>
        _types.Contains(use.Type.Split('`')[0])
        || _members.Contains(use.ToString())
        || _namespaces.Any(name => use.Type.StartsWith(name, StringComparison.Ordinal));

    // Every iterator method asks which thread it runs on, to hand out a second enumerator.
    private static bool IsCompilersOwn(UsedSymbol use) =>
        use is { Type: "System.Environment", Member: "get_CurrentManagedThreadId" };

    [GeneratedRegex(@"^(?<kind>[NTPM]):(?<name>[\w.]+)(\([^)]*\))?(;.*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();
}
