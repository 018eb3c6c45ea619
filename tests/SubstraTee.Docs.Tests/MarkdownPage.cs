using System.Text;
using System.Text.RegularExpressions;
using SubstraTee.Testing;

namespace SubstraTee.Docs.Tests;

/// <summary>A page of the documentation: its headings, links and the commands that it promises to work.</summary>
internal sealed partial class MarkdownPage
{
    private const string TestedMark = "<!-- tested -->";

    public MarkdownPage(string path, string text)
    {
        Path = path;
        var prose = new StringBuilder();
        var commands = new List<string>();
        var fenced = false;
        var tested = false;
        var marked = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
                tested = fenced && marked;
                Assert.False(tested && line.Trim() != "```sh", $"{path}: only ```sh blocks can be marked as tested");
            }
            else if (tested)
            {
                commands.Add(line);
            }
            else if (!fenced)
            {
                prose.Append(line).Append('\n');
            }

            marked = line.Trim() == TestedMark || (marked && line.Trim().Length == 0);
        }

        Commands = commands;
        var plain = InlineCode().Replace(prose.ToString(), match => new string('_', match.Length));
        Links = [.. Link().Matches(plain).Select(match => match.Groups["target"].Value)];
        Anchors = prose.ToString().Split('\n').Where(line => line.StartsWith('#')).Select(Slug).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The page's path in the repository.</summary>
    public string Path { get; }

    /// <summary>The lines of all blocks marked as tested, in order.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>Targets of the page's links.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>What a link into the page may name.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>Every page of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
        [.. RepositoryFiles.EndingWith(".md").Select(path => new MarkdownPage(path, RepositoryFiles.Read(path)))];

    // The name that Git hosts give a heading.
    private static string Slug(string heading) =>
        NotInSlugs().Replace(heading.TrimStart('#').Trim(), string.Empty).Replace(' ', '-').ToLowerInvariant();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`\n]+`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInSlugs();
}
