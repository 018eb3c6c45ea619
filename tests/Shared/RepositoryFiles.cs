namespace SubstraTee.Testing;

/// <summary>The files that people write, without what builds and package managers leave beside them.</summary>
internal static class RepositoryFiles
{
    private static readonly HashSet<string> Skipped =
        new(StringComparer.Ordinal) { ".git", ".work", "artifacts", "node_modules", "bin", "obj", "TestResults" };

    /// <summary>Paths relative to the repository, with <c>/</c>, of files with one of the endings, in order.</summary>
    public static IReadOnlyList<string> EndingWith(params string[] endings) =>
        [.. Walk(new DirectoryInfo(Repository.Root))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];

    /// <summary>What stands in the file at a path relative to the repository.</summary>
    public static string Read(string relative) => File.ReadAllText(Path.Combine(Repository.Root, relative));

    /// <summary>The lines of the file at a path relative to the repository.</summary>
    public static string[] Lines(string relative) => File.ReadAllLines(Path.Combine(Repository.Root, relative));

    private static IEnumerable<string> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            yield return Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/');
        }

        foreach (var inner in folder.EnumerateDirectories().Where(inner => !Skipped.Contains(inner.Name)))
        {
            foreach (var path in Walk(inner))
            {
                yield return path;
            }
        }
    }
}
