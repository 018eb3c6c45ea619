using System.Text.Json;
using System.Text.RegularExpressions;
using SubstraTee.Testing;

namespace SubstraTee.Enclave.Program.Tests;

/// <summary>What can be said of the files in deploy/ without the tools that they are for.</summary>
public partial class DeployTests
{
    private static readonly string Manifest = Read("gramine/substratee-enclave.manifest.template");

    [Fact]
    public void The_manifest_starts_the_enclave_with_arguments_that_it_understands()
    {
        var arguments = JsonSerializer.Deserialize<string[]>(Line(Manifest, "loader.argv"))!;
        Assert.Equal("/enclave/substratee-enclave", arguments[0]);
        Assert.Equal(Text(Manifest, "libos.entrypoint"), arguments[0]);
        var options = EnclaveOptions.Parse(arguments[1..]);
        Assert.Equal((EnclaveMode.Serve, PlatformKind.Gramine), (options.Mode, options.Platform));
    }

    [Fact]
    public void The_manifest_lets_nothing_in_that_is_not_measured()
    {
        Assert.Equal("false", Line(Manifest, "sgx.debug"));
        Assert.Equal("\"dcap\"", Line(Manifest, "sgx.remote_attestation"));
        Assert.Equal("\"0\"", Line(Manifest, "loader.env.DOTNET_EnableDiagnostics"));
        var settings = string.Join('\n', Manifest.Split('\n').Where(line => !line.StartsWith('#')));
        Assert.DoesNotContain("allowed_files", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("insecure__", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("passthrough", settings, StringComparison.Ordinal);
        // What is mounted from the host, but for a folder in memory, is trusted by its hash.
        foreach (var mount in Mount().Matches(settings).Select(match => match.Groups["uri"].Value))
        {
            Assert.Contains($"\"{mount}/", settings[settings.IndexOf("sgx.trusted_files", StringComparison.Ordinal)..], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_guests_unit_starts_the_enclave_with_arguments_that_it_understands()
    {
        var unit = Read("guest/substratee-enclave.service");
        var command = unit.Split('\n').Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..].Split(' ');
        var options = EnclaveOptions.Parse(command[1..]);
        Assert.Equal((EnclaveMode.Serve, PlatformKind.Tsm), (options.Mode, options.Platform));
    }

    [Theory]
    [InlineData("one-machine")]
    [InlineData("node")]
    [InlineData("worker")]
    public void Composed_commands_are_in_the_command_reference_and_no_port_is_published(string name)
    {
        var text = Read($"compose/{name}.yaml");
        Assert.DoesNotContain("ports:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("privileged", text, StringComparison.Ordinal);
        var commands = Command().Matches(text).Select(match => JsonSerializer.Deserialize<string[]>(match.Groups["list"].Value)!).ToList();
        Assert.NotEmpty(commands);
        foreach (var command in commands.Where(command => !command[0].StartsWith('-')))
        {
            var section = Section($"## substratee {command[0]}");
            Assert.All(
                command.Where(part => part.StartsWith("--", StringComparison.Ordinal)),
                option => Assert.Contains($"  {option} ", section, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Images_have_the_libraries_that_the_installer_asks_for_and_run_without_root()
    {
        var image = Read("docker/Dockerfile");
        foreach (var library in new[] { "libsodium23", "libsecp256k1-1" })
        {
            Assert.Contains(library, File.ReadAllText(Path.Combine(Repository.Root, "eng/install.sh")), StringComparison.Ordinal);
            Assert.Equal(2, image.Split(library).Length - 1);
        }

        foreach (var file in new[] { image, Read("docker/Dockerfile.tunnel") })
        {
            Assert.Contains("\nUSER substratee\n", file, StringComparison.Ordinal);
        }
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", path));

    private static string Line(string text, string key) =>
        text.Split('\n').Single(line => line.StartsWith($"{key} = ", StringComparison.Ordinal))[(key.Length + 3)..];

    private static string Text(string text, string key) => Line(text, key).Trim('"');

    private static string Section(string heading)
    {
        var reference = File.ReadAllText(Path.Combine(Repository.Root, "docs/cli.md"));
        var start = reference.IndexOf($"{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, heading);
        var end = reference.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return reference[start..(end < 0 ? reference.Length : end)];
    }

    [GeneratedRegex("""uri = "(?<uri>file:[^"]*)" """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mount();

    [GeneratedRegex(@"command: (?<list>\[.*\])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
