using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>Evidence from files: minted under the simulation's roots, and the public vectors.</summary>
public sealed class AttestTests : IDisposable
{
    private const long Now = 1_800_000_000;
    private static readonly byte[] Code = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] ReportData = [.. Enumerable.Range(0, 64).Select(i => (byte)(200 - i))];

    private readonly ScratchFolder _folder = new();

    public static TheoryData<EvidenceKind> Kinds => [.. EvidenceKinds.All];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Evidence_of_every_family_is_verified_and_accepted_by_a_policy_that_names_it(EvidenceKind kind)
    {
        Mint(kind);
        var document = (await VerifyAsync(kind, $"--policy {Policy(kind)} --report-data {Hex.Encode(ReportData)}")).Ok().Document;

        Assert.Equal("substratee.attest.verify/1", document.GetProperty("schema").GetString());
        Assert.Equal((kind.Text(), "verified", true), (
            document.GetProperty("kind").GetString(), document.GetProperty("verdict").GetString(), document.GetProperty("accepted").GetBoolean()));
        var evidence = document.GetProperty("evidence");
        Assert.Equal(SimulatedMeasurement.Of(kind, Code).ToString(), evidence.GetProperty("measurement").GetString());
        Assert.Equal(Hex.Encode(ReportData), evidence.GetProperty("reportData").GetString());
        Assert.Equal("UpToDate", evidence.GetProperty("tcbStatus").GetString());
        Assert.Equal("test", evidence.GetProperty("anchors").GetString());
        Assert.False(evidence.GetProperty("debug").GetBoolean());
        Assert.Single(document.GetProperty("concessions").EnumerateArray());
    }

    [Fact]
    public async Task Without_a_policy_a_simulation_is_verified_but_not_accepted()
    {
        Mint(EvidenceKind.SevSnp);
        var run = await VerifyAsync(EvidenceKind.SevSnp, "");
        Assert.Equal(ExitCodes.Verification, run.ExitCode);
        Assert.Equal("verified", run.Document.GetProperty("verdict").GetString());
        Assert.Equal(["simulated_evidence_refused"], Violations(run));
    }

    [Fact]
    public async Task Under_the_vendors_roots_it_is_refused_with_the_reason_and_says_nothing()
    {
        Mint(EvidenceKind.SgxDcap);
        var run = await CliRun.OfAsync(
            $"attest verify --kind sgx-dcap --evidence {Evidence} --collateral {_folder.Path} --at {Now} --json");
        Assert.Equal(ExitCodes.Verification, run.ExitCode);
        Assert.Equal("refused", run.Document.GetProperty("verdict").GetString());
        Assert.Equal(RefusalReason.UntrustedRoot.Code(), run.Document.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, run.Document.GetProperty("evidence").ValueKind);
    }

    [Fact]
    public async Task A_debug_enclave_an_old_platform_and_other_report_data_are_all_told_at_once()
    {
        Mint(EvidenceKind.SgxDcap, new SimulatedFaults { Debug = true, Tcb = SimulatedTcb.OutOfDate });
        var run = await VerifyAsync(EvidenceKind.SgxDcap, $"--policy {Policy(EvidenceKind.SgxDcap)} --report-data 0x{new string('0', 128)}");
        Assert.Equal(ExitCodes.Verification, run.ExitCode);
        Assert.Equal(["debug_enclave", "tcb_status_not_accepted", "report_data_mismatch"], Violations(run).Where(one => one != "advisory_not_accepted"));
        Assert.Contains("YES: its host can look into it", (await CliRun.OfAsync(Line(EvidenceKind.SgxDcap, ""))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_platform_is_refused_by_the_verifier()
    {
        Mint(EvidenceKind.Tdx, new SimulatedFaults { Tcb = SimulatedTcb.Revoked });
        var run = await VerifyAsync(EvidenceKind.Tdx, "");
        Assert.Equal(RefusalReason.TcbRevoked.Code(), run.Document.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_missing_revocation_list_is_refused_and_skipped_only_when_allowed_which_the_verdict_lists()
    {
        Mint(EvidenceKind.SgxDcap);
        File.Delete(Path.Combine(_folder.Path, CollateralRoles.PckCrl));
        var missing = await VerifyAsync(EvidenceKind.SgxDcap, "");
        Assert.Equal(("refused", RefusalReason.CrlMissing.Code()), (
            missing.Document.GetProperty("verdict").GetString(), missing.Document.GetProperty("reason").GetString()));

        var skipped = await VerifyAsync(EvidenceKind.SgxDcap, "--allow-missing pck-crl");
        Assert.Equal("verified", skipped.Document.GetProperty("verdict").GetString());
        Assert.Equal("pck-crl", Assert.Single(skipped.Document.GetProperty("evidence").GetProperty("skipped").EnumerateArray()).GetProperty("check").GetString());
        Assert.Equal(["simulated_evidence_refused"], Violations(skipped));
        var strict = await VerifyAsync(EvidenceKind.SgxDcap, $"--allow-missing pck-crl --policy {Policy(EvidenceKind.SgxDcap)}");
        Assert.Equal(["skipped_check_not_allowed"], Violations(strict));
    }

    [Fact]
    public async Task Less_than_everything_is_never_a_verified_verdict()
    {
        Mint(EvidenceKind.SgxDcap);
        var signatures = await VerifyAsync(EvidenceKind.SgxDcap, "--depth signatures");
        Assert.Equal((ExitCodes.Verification, "signature_only"), (signatures.ExitCode, signatures.Document.GetProperty("verdict").GetString()));
        var layout = await VerifyAsync(EvidenceKind.SgxDcap, "--depth layout --verbose");
        Assert.Equal((ExitCodes.Verification, "decoded"), (layout.ExitCode, layout.Document.GetProperty("verdict").GetString()));
        Assert.NotEmpty(layout.Document.GetProperty("diagnostics").EnumerateArray());
    }

    [Fact]
    public async Task Collateral_files_may_have_an_extension()
    {
        Mint(EvidenceKind.SevSnp);
        File.Move(Path.Combine(_folder.Path, CollateralRoles.Vek), Path.Combine(_folder.Path, $"{CollateralRoles.Vek}.der"));
        (await VerifyAsync(EvidenceKind.SevSnp, $"--policy {Policy(EvidenceKind.SevSnp)}")).Ok();
    }

    [Theory]
    [InlineData("attest verify", "STEE-U0014", ExitCodes.Usage)]
    [InlineData("attest verify --kind tdx", "STEE-U0014", ExitCodes.Usage)]
    [InlineData("attest verify --kind tdx --evidence FOLDER/none", "STEE-U0021", ExitCodes.NotFound)]
    [InlineData("attest verify --kind tdx --evidence FOLDER/none --at yesterday", "STEE-U0013", ExitCodes.Usage)]
    [InlineData("attest verify --kind tdx --evidence FOLDER/none --report-data xy", "STEE-U0013", ExitCodes.Usage)]
    [InlineData("attest verify --kind tdx --evidence FOLDER/none --anchors FOLDER/junk", "STEE-U0022", ExitCodes.Configuration)]
    [InlineData("attest verify --kind tdx --evidence FOLDER/none --policy FOLDER/junk", "STEE-U0023", ExitCodes.Configuration)]
    [InlineData("attest verify --kind tdx --evidence FOLDER/junk --collateral FOLDER/none", "STEE-U0021", ExitCodes.NotFound)]
    [InlineData("attest verify --manifest FOLDER/none", "STEE-U0020", ExitCodes.Configuration)]
    [InlineData("attest verify --manifest FOLDER/junk --kind tdx", "STEE-U0013", ExitCodes.Usage)]
    [InlineData("attest measure", "STEE-U0014", ExitCodes.Usage)]
    [InlineData("attest measure FOLDER --register mrtd=0x00", "STEE-U0013", ExitCodes.Usage)]
    [InlineData("attest measure --kind tdx --register mrtd=0x00", "STEE-U0013", ExitCodes.Usage)]
    [InlineData("attest measure --kind sev-snp --register measurement=0x00", "STEE-U0013", ExitCodes.Usage)]
    [InlineData("attest measure --kind sev-snp --register measurement", "STEE-U0013", ExitCodes.Usage)]
    public async Task What_cannot_be_used_is_named(string line, string code, int exitCode)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "junk"), "{}");
        var run = await CliRun.OfAsync(line.Replace("FOLDER", _folder.Path, StringComparison.Ordinal));
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_measurement_comes_from_a_folder_or_from_the_registers_of_hardware(EvidenceKind kind)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "enclave")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, Enclaves.Program), "a program");
        var all = (await CliRun.OfAsync($"attest measure {folder} --json")).Ok().Document.GetProperty("measurements");
        Assert.Equal(EvidenceKinds.All.Length, all.GetArrayLength());
        var measured = Hex.Decode(MeasuredFolder.Measure(folder));
        var expected = SimulatedMeasurement.Of(kind, measured).ToString();
        Assert.Equal(expected, all.EnumerateArray().Single(one => one.GetProperty("kind").GetString() == kind.Text()).GetProperty("measurement").GetString());

        var registers = SimulatedMeasurement.Registers(kind, measured).Select(one => $"--register {one.Name}={Hex.Encode(one.Value.AsSpan())}");
        if (kind != EvidenceKind.ArmPsa)
        {
            registers = registers.Reverse();
        }

        var one = (await CliRun.OfAsync($"attest measure --kind {kind.Text()} {string.Join(' ', registers)} --json")).Ok().Document;
        Assert.Equal(expected, one.GetProperty("measurements")[0].GetProperty("measurement").GetString());
    }

    [VectorFact]
    public async Task Every_case_of_the_public_vectors_agrees()
    {
        var report = (await CliRun.OfAsync($"attest verify --manifest {Vectors.PathOf("attestation/MANIFEST.json")} --json")).Ok().Document;
        Assert.Equal((92, 0), (report.GetProperty("agree").GetInt32(), report.GetProperty("disagree").GetInt32()));
        Assert.Equal(EvidenceKinds.All.Length, report.GetProperty("kinds").EnumerateObject().Count());
        Assert.Equal(92, report.GetProperty("cases").GetArrayLength());
    }

    [Fact]
    public async Task A_manifest_that_expects_something_else_is_told_case_by_case()
    {
        Mint(EvidenceKind.Tdx);
        var path = Path.Combine(_folder.Path, "MANIFEST.json");
        await File.WriteAllTextAsync(path, """
            {"cases":[
              {"id":"short","kind":"tdx","files":[{"role":"quote","path":"collateral"}],"expected":{"verdict":"invalid"}},
              {"id":"wrong","kind":"tdx","files":[{"role":"quote","path":"evidence.bin"}],"expected":{"verdict":"valid"}}]}
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "collateral"), "short");
        var run = await CliRun.OfAsync($"attest verify --manifest {path}");
        Assert.Equal(ExitCodes.Verification, run.ExitCode);
        Assert.Contains("wrong: refused", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 agree, 1 disagree", run.Output, StringComparison.Ordinal);
    }

    private string Evidence => Path.Combine(_folder.Path, EvidenceFolder.EvidenceFile);

    private static IEnumerable<string?> Violations(CliRun run) =>
        run.Document.GetProperty("violations").EnumerateArray().Select(one => one.GetProperty("reason").GetString());

    private void Mint(EvidenceKind kind, SimulatedFaults? faults = null)
    {
        using var seed = new SecretBytes([.. Code]);
        using var machine = SimulatedHardware.Create(kind, seed);
        var request = new SimulatedQuoteRequest
        {
            Folder = Code,
            ReportData = ReportData,
            Time = DateTimeOffset.FromUnixTimeSeconds(Now),
            Faults = faults ?? SimulatedFaults.None,
        };
        var evidence = machine.Quote(request);
        File.WriteAllBytes(Evidence, evidence);
        foreach (var item in machine.Collateral(request, evidence)?.Items ?? [])
        {
            File.WriteAllBytes(Path.Combine(_folder.Path, item.Role), item.Bytes);
        }

        File.WriteAllText(Anchors, new JsonObject
        {
            ["version"] = 1,
            ["class"] = "test",
            ["anchors"] = new JsonArray(new JsonObject
            {
                ["role"] = machine.Root.Role.Text(),
                ["name"] = "simulation",
                ["key"] = Hex.Encode(machine.Root.Key.AsSpan()),
            }),
        }.ToJsonString());
    }

    private string Anchors => Path.Combine(_folder.Path, "anchors.json");

    private string Policy(EvidenceKind kind)
    {
        using var seed = new SecretBytes([.. Code]);
        using var machine = SimulatedHardware.Create(kind, seed);
        var rules = new JsonObject { ["measurements"] = new JsonArray(Hex.Encode(SimulatedMeasurement.Of(kind, Code).Bytes.AsSpan())) };
        if (machine.Firmware is [var rule])
        {
            rules["registers"] = new JsonObject { [rule.Name] = new JsonArray(Hex.Encode(rule.Value.AsSpan())) };
        }

        var path = Path.Combine(_folder.Path, "policy.json");
        File.WriteAllText(path, new JsonObject
        {
            ["version"] = 1,
            ["name"] = "mine",
            ["accept_test_anchors"] = true,
            ["kinds"] = new JsonObject { [kind.Text()] = rules },
        }.ToJsonString());
        return path;
    }

    private string Line(EvidenceKind kind, string more) =>
        $"attest verify --kind {kind.Text()} --evidence {Evidence} --collateral {_folder.Path} --anchors {Anchors} --at {Now} {more}";

    private Task<CliRun> VerifyAsync(EvidenceKind kind, string more) => CliRun.OfAsync(Line(kind, $"{more} --json"));
}
