using SubstraTee.Testing;

namespace SubstraTee.Docs.Tests;

public class PageTests
{
    [Fact]
    public void Links_inside_the_repository_lead_somewhere()
    {
        var pages = MarkdownPage.All.ToDictionary(page => page.Path, StringComparer.Ordinal);
        Findings.None(
            "dead links",
            from page in MarkdownPage.All
            from link in page.Links
            where !link.Contains("://", StringComparison.Ordinal) && !Leads(page.Path, link, pages)
            select $"{page.Path}: {link}");
    }

    [Fact]
    public void Every_project_of_src_explains_itself()
    {
        string[] headings = ["Overview", "Usage", "Out of scope", "Limits"];
        Findings.None(
            "projects whose README.md lacks one of Overview, Usage, Out of scope, Limits",
            from project in RepositoryFiles.EndingWith(".csproj")
            where project.StartsWith("src/", StringComparison.Ordinal)
            let readme = Path.Combine(Path.GetDirectoryName(project)!, "README.md")
            let text = File.Exists(Path.Combine(Repository.Root, readme)) ? RepositoryFiles.Read(readme) : string.Empty
            from heading in headings
            where !text.Contains($"**{heading}.**", StringComparison.Ordinal) && !text.Contains($"## {heading}", StringComparison.Ordinal)
            select $"{readme}: {heading}");
    }

    [Fact]
    public void Decisions_are_numbered_without_gaps_and_say_what_would_change_our_mind()
    {
        string[] parts = ["## Context", "## Decision", "## Consequences", "## What would change our mind"];
        var records = RepositoryFiles.EndingWith(".md").Where(path => path.StartsWith("docs/decisions/0", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(records);
        Findings.None(
            "decision records that are misnumbered or lack a part",
            records.SelectMany((path, index) => (path.StartsWith($"docs/decisions/{index:D4}-", StringComparison.Ordinal) ? parts : [.. parts, "the next number"])
                .Where(part => !RepositoryFiles.Read(path).Contains(part, StringComparison.Ordinal)).Select(part => $"{path}: {part}")));
    }

    private static bool Leads(string from, string link, Dictionary<string, MarkdownPage> pages)
    {
        var hash = link.IndexOf('#', StringComparison.Ordinal);
        var target = hash < 0 ? link : link[..hash];
        var path = target.Length == 0
            ? from
            : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(from)!, target)).TrimEnd('/');
        return hash >= 0 && pages.TryGetValue(path, out var page)
            ? page.Anchors.Contains(link[(hash + 1)..])
            : Path.Exists(Path.Combine(Repository.Root, path));
    }
}
