using System.Text.RegularExpressions;
using SubstraTee.Testing;

namespace SubstraTee.Architecture.Tests;

/// <summary>Rules on the text of the sources that no analyzer checks.</summary>
public partial class SourceTests
{
    private const int MaximumLines = 600;

    [Fact]
    public void Files_have_at_most_600_lines() =>
        Findings.None(
            "files that are too long to enter",
            RepositoryFiles.EndingWith(".cs").Select(path => (path, lines: RepositoryFiles.Lines(path).Length))
                .Where(file => file.lines > MaximumLines).Select(file => $"{file.path}: {file.lines} lines"));

    [Fact]
    public void Files_of_src_hold_one_public_type() =>
        Findings.None(
            "files with several public types",
            from path in RepositoryFiles.EndingWith(".cs")
            where path.StartsWith("src/", StringComparison.Ordinal)
            let names = PublicType().Matches(RepositoryFiles.Read(path)).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList()
            where names.Count > 1
            select $"{path}: {string.Join(", ", names)}");

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        // In two halves, so that this list is not found by itself.
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X", "NotImplemented" + "Exception"];
        var mark = new Regex($@"\b({string.Join('|', marks)})\b", RegexOptions.None, TimeSpan.FromSeconds(1));
        Findings.None("unfinished places", Lines(mark, ".cs", ".sh", ".mjs", ".js", ".props", ".targets", ".csproj"));
    }

    [Fact]
    public void Suppressed_warnings_have_a_reason() =>
        Findings.None("suppressions without a reason", Lines(BareSuppression(), ".cs"));

    [Fact]
    public void Only_the_product_is_spoken_of()
    {
        string[] words =
        [
            "/wor" + "k/", "/far" + "m/", @"\.librar" + "y/", "sub" + "agent", "this ses" + "sion", "previous ses" + "sion",
            "helper ag" + "ent", @"registry\.npm" + @"js\.org", @"api\.nu" + @"get\.org", @"deb\.deb" + @"ian\.org",
        ];
        var word = new Regex(string.Join('|', words), RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        var endings = new[] { ".cs", ".md", ".sh", ".mjs", ".json", ".props", ".targets", ".csproj", ".txt", ".awk", "/test", "/substratee", "/run", ".yml" };
        Findings.None("words of other places than the product", Lines(word, endings));
    }

    [Theory]
    [InlineData("public sealed record Leaf(int A);", "Leaf")]
    [InlineData("public readonly record struct Hash256", "Hash256")]
    [InlineData("public static partial class Scale", "Scale")]
    [InlineData("public delegate int Reader(int x);", "Reader")]
    [InlineData("public enum Kind : byte", "Kind")]
    [InlineData("public interface IScaleCodec<T>", "IScaleCodec")]
    [InlineData("public readonly ref struct ScaleReader", "ScaleReader")]
    public void Public_types_are_recognised(string declaration, string name) =>
        Assert.Equal(name, PublicType().Match(declaration).Groups["name"].Value);

    [Theory]
    [InlineData("#pragma warning disable CA1810", true)]
    [InlineData("#pragma warning disable CA1810 // the resolver comes first", false)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1000\")]", true)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1000\", Justification = \"reads better\")]", false)]
    public void Bare_suppressions_are_recognised(string line, bool bare) => Assert.Equal(bare, BareSuppression().IsMatch(line));

    private static IEnumerable<string> Lines(Regex pattern, params string[] endings) =>
        from path in RepositoryFiles.EndingWith(endings)
        where path != "tests/SubstraTee.Architecture.Tests/SourceTests.cs"
        from line in RepositoryFiles.Lines(path).Select((text, index) => (text, number: index + 1))
        where pattern.IsMatch(line.text)
        select $"{path}:{line.number}: {line.text.Trim()}";

    [GeneratedRegex(
        @"^public (?:(?:sealed|static|abstract|partial|readonly|ref|unsafe|new) )*(?:class|struct|record struct|record class|record|interface|enum|delegate [\w<>\[\],.?]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PublicType();

    [GeneratedRegex(
        @"#pragma warning disable(?!.*//\s*\S)|SuppressMessage\((?!.*Justification = ""\w)",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex BareSuppression();
}
