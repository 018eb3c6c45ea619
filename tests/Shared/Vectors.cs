namespace SubstraTee.Testing;

/// <summary>Where the public test vectors lie: <c>SUBSTRATEE_VECTORS</c>, or <c>../shared/vectors</c> beside the repository.</summary>
internal static class Vectors
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The line a skipped test gives as its reason.</summary>
    public static string? SkipReason { get; } =
        Folder is null ? "public vectors not found: set SUBSTRATEE_VECTORS to their folder" : null;

    /// <summary>The full path of one vector file.</summary>
    public static string PathOf(string relative) =>
        Path.Combine(Folder ?? throw new InvalidOperationException(SkipReason), relative);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SUBSTRATEE_VECTORS") is { Length: > 0 } named)
        {
            return Directory.Exists(named)
                ? named
                : throw new DirectoryNotFoundException($"SUBSTRATEE_VECTORS names a folder that does not exist: {named}");
        }

        var repository = Repository.Root;
        var beside = Path.Combine(repository, "..", "shared", "vectors");
        return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
    }
}

/// <summary>A fact that needs the public vectors and is skipped, visibly, without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorFactAttribute : FactAttribute
{
    public VectorFactAttribute() => Skip = Vectors.SkipReason;
}

/// <summary>A theory that needs the public vectors and is skipped, visibly, without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorTheoryAttribute : TheoryAttribute
{
    public VectorTheoryAttribute() => Skip = Vectors.SkipReason;
}
