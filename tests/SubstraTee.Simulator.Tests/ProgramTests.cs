using System.Text;
using System.Text.Json;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Simulator.Tests;

/// <summary>The program's commands as the worker runs them.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stee-simulator-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_quote_is_one_line_of_json_that_says_simulation()
    {
        var (code, output, _) = Run(Quote("sev-snp"));
        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.True(document.RootElement.GetProperty("simulation").GetBoolean());
        Assert.Equal("sev-snp", document.RootElement.GetProperty("kind").GetString());
        var roles = document.RootElement.GetProperty("collateral").EnumerateObject().Select(item => item.Name).ToList();
        Assert.Equal(CollateralRoles.Of(EvidenceKind.SevSnp).Order(StringComparer.Ordinal), roles.Order(StringComparer.Ordinal));
        Assert.False(Json(Quote("keystone")).TryGetProperty("collateral", out _));
    }

    [Fact]
    public void Collateral_stays_the_same_until_half_of_its_time_is_over()
    {
        var first = Json(Quote("sgx-dcap")).GetProperty("collateral").GetRawText();
        Assert.Equal(first, Json(Quote("sgx-dcap")).GetProperty("collateral").GetRawText());
        Assert.NotEqual(first, Json(Quote("sgx-dcap", at: 1_772_366_400 + (16 * 86_400))).GetProperty("collateral").GetRawText());
        Assert.NotEqual(first, Json([.. Quote("sgx-dcap"), "--expired-collateral"]).GetProperty("collateral").GetRawText());
    }

    [Fact]
    public void Another_folder_is_another_machine()
    {
        var other = Directory.CreateDirectory(Path.Combine(_folder.FullName, "other")).FullName;
        Assert.NotEqual(ChipOf(_folder.FullName), ChipOf(other));
        Assert.Equal(ChipOf(other), ChipOf(other));

        string ChipOf(string folder) => Json(Quote("sev-snp", folder: folder)).GetProperty("evidence").GetString()!.Substring(2 + (2 * 0x1A0), 128);
    }

    [Fact]
    public void Roots_are_a_file_of_test_anchors()
    {
        var (code, output, _) = Run(["roots"]);
        Assert.Equal(0, code);
        Assert.True(TrustAnchors.TryParse(Encoding.UTF8.GetBytes(output), out var anchors, out var error), error);
        Assert.Equal(Simulation.SimulatedHardware.Roots(), anchors.All.AsEnumerable());
    }

    [Fact]
    public void Registers_name_who_measures()
    {
        var registers = Json(["registers"]).GetProperty("registers").EnumerateArray()
            .Select(one => (one.GetProperty("kind").GetString(), one.GetProperty("name").GetString(), one.GetProperty("value").GetString()!.Length));
        Assert.Equal([("arm-cca", "platform_firmware", 2 + 64), ("keystone", "sm_hash", 2 + 128)], registers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("quote")]
    [InlineData("quote --platform epid")]
    [InlineData("quote --platform tdx --platform-dir d --measurement 00 --report-data 00 --at 1")]
    [InlineData("quote --oops")]
    [InlineData("quote --at")]
    public void Wrong_arguments_are_told_with_the_usage(string arguments)
    {
        var (code, output, talk) = Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("SIMULATION", talk, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_that_the_family_does_not_have_is_wrong_use() =>
        Assert.Equal(2, Run([.. Quote("keystone"), "--debug"]).Code);

    [Fact]
    public void A_folder_that_cannot_be_used_is_a_fault_of_the_configuration()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "machine.secret"), [1, 2]);
        Assert.Equal(78, Run(Quote("keystone")).Code);
    }

    private static (int Code, string Output, string Talk) Run(string[] arguments)
    {
        using var output = new StringWriter();
        using var talk = new StringWriter();
        return (SimulatorProgram.Run(arguments, output, talk), output.ToString(), talk.ToString());
    }

    private static JsonElement Json(string[] arguments)
    {
        var (code, output, talk) = Run(arguments);
        Assert.True(code == 0, talk);
        return JsonDocument.Parse(output).RootElement;
    }

    private string[] Quote(string platform, long at = 1_772_366_400, string? folder = null) =>
    [
        "quote", "--platform", platform, "--platform-dir", folder ?? _folder.FullName, "--measurement", Hex.Encode(new byte[32]),
        "--report-data", Hex.Encode(new byte[64]), "--at", $"{at}",
    ];
}
