using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SubstraTee.Testing;

namespace SubstraTee.Architecture.Tests;

/// <summary>What is built and from what: the solution, pinned packages, lock files.</summary>
public partial class PackageTests
{
    private static readonly IReadOnlyList<string> Projects = RepositoryFiles.EndingWith(".csproj");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(Path.Combine(Repository.Root, "SubstraTee.slnx"))
            .Descendants("Project").Select(project => project.Attribute("Path")!.Value).ToHashSet(StringComparer.Ordinal);
        Findings.None("projects that SubstraTee.slnx does not build", Projects.Where(project => !listed.Contains(project)));
    }

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Findings.None(
            "projects without packages.lock.json",
            Projects.Where(project => !File.Exists(
                Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, "packages.lock.json"))));

    [Fact]
    public void Versions_stand_in_one_file_and_are_exact()
    {
        var central = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants().Where(element => element.Attribute("Version") is not null)
            .Where(element => !ExactVersion().IsMatch(element.Attribute("Version")!.Value))
            .Select(element => $"Directory.Packages.props: {element.Attribute("Include")!.Value}");
        // A generator's compiler API must be the one that the pinned SDK loads; that single override says so where it stands.
        var local = from project in Projects
                    from reference in XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference")
                    where reference.Attribute("Version") is not null
                        || (reference.Attribute("VersionOverride") is { } version && !ExactVersion().IsMatch(version.Value))
                    select $"{project}: {reference.Attribute("Include")!.Value}";
        Findings.None("versions that are not exact, or not central", central.Concat(local));
    }

    [Fact]
    public void Npm_suites_are_exact_and_locked_by_hash_without_addresses()
    {
        var manifests = RepositoryFiles.EndingWith("/package.json");
        Assert.NotEmpty(manifests);
        var loose = from path in manifests
                    from dependency in Dependencies(path)
                    where !ExactVersion().IsMatch(dependency.Value)
                    select $"{path}: {dependency.Key} {dependency.Value}";
        var locks = manifests.Select(path => path.Replace("package.json", "package-lock.json", StringComparison.Ordinal)).ToList();
        var missing = locks.Where(path => !File.Exists(Path.Combine(Repository.Root, path)));
        var addressed = locks.Except(missing, StringComparer.Ordinal).Where(path => RepositoryFiles.Read(path).Contains("\"resolved\"", StringComparison.Ordinal));
        Findings.None("npm packages that are not exact, not locked, or locked to an address", [.. loose, .. missing, .. addressed]);
    }

    [Fact]
    public void Every_dependency_is_explained()
    {
        var text = RepositoryFiles.Read("docs/dependencies.md");
        var packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants().Select(element => element.Attribute("Include")?.Value).OfType<string>();
        var npm = RepositoryFiles.EndingWith("/package.json").SelectMany(Dependencies).Select(dependency => dependency.Key);
        string[] native = ["libsodium.so.23", "libsecp256k1.so.1", "libcrypto.so.3", "libssl.so.3"];
        Findings.None(
            "dependencies without a line in docs/dependencies.md",
            packages.Concat(npm).Concat(native).Distinct(StringComparer.Ordinal).Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    private static IEnumerable<KeyValuePair<string, string>> Dependencies(string manifest)
    {
        using var document = JsonDocument.Parse(RepositoryFiles.Read(manifest));
        foreach (var kind in new[] { "dependencies", "devDependencies", "optionalDependencies" })
        {
            if (document.RootElement.TryGetProperty(kind, out var list))
            {
                foreach (var entry in list.EnumerateObject())
                {
                    yield return new(entry.Name, entry.Value.GetString()!);
                }
            }
        }
    }

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[\w.]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExactVersion();
}
