namespace SubstraTee.Measurement.Tests;

/// <summary>Anyone who builds the same sources gets the same measurement, wherever and from whatever commit.</summary>
public class ReproducibilityTests(PublishedEnclave enclave) : IClassFixture<PublishedEnclave>
{
    private static readonly string[] Sources =
        ["src", "eng", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig"];

    [Fact]
    public async Task Another_folder_commit_and_package_cache_give_the_same_measurement()
    {
        var checkout = enclave.NewFolder(Path.Combine("some", "other place", "checkout"));
        await Shell.RunAsync("cp", ["-r", .. Sources, checkout]);
        await Shell.RunInAsync(checkout, [], "bash", "-c", "git init -q && git add -A && git -c user.name=t -c user.email=t@example.invalid commit -qm other");
        var packages = enclave.NewFolder("packages");
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        // Linked where that is possible: another path with the same content, without asking the registry again.
        await Shell.RunAsync("bash", "-c", $"cp -al '{cache}/.' '{packages}' 2>/dev/null || cp -r '{cache}/.' '{packages}'");
        // Analyzers have no say in what is compiled.
        KeyValuePair<string, string>[] environment = [new("NUGET_PACKAGES", packages), new("RunAnalyzers", "false")];
        var project = Path.Combine("src", "SubstraTee.Enclave.Counter");
        var output = enclave.NewFolder("published");

        await Shell.RunInAsync(checkout, environment, "dotnet", "restore", project, "--locked-mode", "-v:q");
        await Shell.RunInAsync(checkout, environment, Path.Combine(checkout, "eng", "publish-enclave.sh"), output);

        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(enclave.Folder, "measurement.json")),
            await File.ReadAllTextAsync(Path.Combine(output, "measurement.json")));
    }
}
