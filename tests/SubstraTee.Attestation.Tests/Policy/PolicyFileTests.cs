using System.Text;
using System.Text.Json;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Policy;

public class PolicyFileTests
{
    private static readonly string Everything = File.ReadAllText(Path.Combine(Repository.Root, "docs", "attestation-policy.example.json"));

    private static string Error(string json)
    {
        Assert.False(AttestationPolicy.TryParse(Encoding.UTF8.GetBytes(json), out var policy, out var error));
        Assert.Null(policy);
        return error;
    }

    [Fact]
    public void The_example_says_everything_that_a_file_can_say()
    {
        Assert.True(AttestationPolicy.TryParse(Encoding.UTF8.GetBytes(Everything), out var policy, out var error), error);
        Assert.Equal("production", policy.Name);
        Assert.False(policy.AcceptTestAnchors);
        Assert.False(policy.AcceptsDebug);
        Assert.Equal([SkippableCheck.PckCrl], policy.AllowedSkips);
        var sgx = policy.Kinds[EvidenceKind.SgxDcap];
        Assert.Equal(MeasurementFamily.Sgx, sgx.Measurements.Single().Family);
        Assert.Equal(32, sgx.Signers.Single().Length);
        Assert.Equal(1u, sgx.ProductId);
        Assert.Equal(3ul, sgx.MinSecurityVersion);
        Assert.Equal(13ul, sgx.MinSecurityVersions["pce_svn"]);
        Assert.Equal([TcbStatus.UpToDate], sgx.AcceptedTcb);
        Assert.Equal(86_400, sgx.MaxAgeSeconds);
        Assert.Equal(17u, sgx.MinTcbEvaluation);
        Assert.Equal(["INTEL-SA-00615"], sgx.AcceptedAdvisories!);
        Assert.Equal(PlatformIdentityKind.PlatformInstance, sgx.Platforms.Single().Kind);
        var tdx = policy.Kinds[EvidenceKind.Tdx];
        Assert.Equal([TcbStatus.UpToDate, TcbStatus.SWHardeningNeeded], tdx.AcceptedTcb.Order());
        Assert.Equal(48, tdx.Registers["mrtd"].Single().Length);
        Assert.Equal(new TdxPolicy { RequireSeptVeDisable = true, AllowMigratable = false, AllowServiceTd = false }, tdx.Tdx);
        Assert.True(policy.Kinds[EvidenceKind.Keystone].AnyCode);
    }

    [Fact]
    public void The_shortest_file_is_as_strict_as_the_default()
    {
        Assert.True(AttestationPolicy.TryParse("""{"version":1,"kinds":{"tdx":{"any_code":true}}}"""u8.ToArray(), out var policy, out _));
        var rules = policy.Kinds[EvidenceKind.Tdx];
        Assert.Equal(KindPolicy.DefaultTcb, rules.AcceptedTcb);
        Assert.Equal(new TdxPolicy(), rules.Tdx);
        Assert.Null(rules.MaxAgeSeconds);
        Assert.Empty(policy.AllowedSkips);
        Assert.False(policy.AcceptTestAnchors);
        Assert.False(policy.AcceptsDebug);
    }

    [Theory]
    [InlineData("""{}""", "version has to be 1")]
    [InlineData("""{"version":2}""", "version has to be 1")]
    [InlineData("""[]""", "the file is no object")]
    [InlineData("""{"version":1}""", "kinds is missing: name the kinds of evidence that are accepted")]
    [InlineData("""{"version":1,"kinds":{"sgx":{}}}""", "kinds.sgx is no kind of evidence; known are ias, sgx-dcap, tdx, sev-snp, arm-psa, arm-cca, keystone, nitro")]
    [InlineData("""{"version":1,"kinds":{"tdx":{}}}""", "kinds.tdx.measurements is missing: name measurements, signers or registers, or say \"any_code\": true")]
    [InlineData("""{"version":1,"kinds":{"tdx":{"measurements":["00"]}}}""", "kinds.tdx.measurements is not 32 to 64 bytes in hexadecimal digits: '00'")]
    [InlineData("""{"version":1,"kinds":{"tdx":{"any_code":1}}}""", "kinds.tdx.any_code is neither true nor false")]
    [InlineData("""{"version":1,"kinds":{"tdx":{"any_code":true,"mesurements":[]}}}""", "kinds.tdx.mesurements is unknown; known are ")]
    [InlineData("""{"version":1,"kinds":{"tdx":{"any_code":true,"accept_tcb":["Revoked"]}}}""", "kinds.tdx.accept_tcb has 'Revoked'; allowed are UpToDate, ")]
    [InlineData("""{"version":1,"kinds":{},"accept_tcb":["uptodate"]}""", "accept_tcb has 'uptodate'; allowed are ")]
    [InlineData("""{"version":1,"kinds":{},"allow_skipped":["all"]}""", "allow_skipped has 'all'; allowed are pck-crl")]
    [InlineData("""{"version":1,"kinds":{},"allow_debug":true}""", "allow_debug is unknown; known are ")]
    [InlineData("""{"version":1,"kinds":{},"max_age_seconds":-1}""", "max_age_seconds is no whole number of 0 to ")]
    [InlineData("""{"version":1,"kinds":{},"max_age_seconds":1,"max_age_seconds":2}""", "'max_age_seconds' occurs twice")]
    [InlineData("""{"version":1,"kinds":{"tdx":{"any_code":true,"tdx":{"allow_migratable":"yes"}}}}""", "kinds.tdx.tdx.allow_migratable is neither true nor false")]
    [InlineData("""{"version":1,"kinds":{"sgx-dcap":{"any_code":true,"tdx":{}}}}""", "kinds.sgx-dcap.tdx is unknown; known are ")]
    [InlineData("""{"version":1,"kinds":{"tdx":{"any_code":true,"platforms":[{"kind":"mac","value":"00"}]}}}""", "kinds.tdx.platforms[0].kind is none of ppid, ")]
    [InlineData("""{"version":1,"kinds":{"tdx":{"registers":{"mrtd":"00"}}}}""", "kinds.tdx.registers.mrtd is no list of texts")]
    [InlineData("""{"version":1""", "no JSON: ")]
    public void What_is_wrong_is_said_with_its_place(string json, string message) =>
        Assert.StartsWith(message, Error(json), StringComparison.Ordinal);

    [Fact]
    public void Cut_files_are_errors_and_nothing_else() =>
        Assert.All(Enumerable.Range(0, Everything.TrimEnd().Length), length => Assert.NotEmpty(Error(Everything[..length])));

    [Fact]
    public void The_schema_knows_the_members_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "attestation-policy.schema.json")));
        var root = schema.RootElement;
        Assert.Equal(Known("""{"version":1,"kinds":{},"?":0}"""), Names(root));
        var kind = root.GetProperty("$defs").GetProperty("kind");
        Assert.Equal(
            Known("""{"version":1,"kinds":{"tdx":{"any_code":true,"?":0}}}""")
                .Union(Known("""{"version":1,"kinds":{"sev-snp":{"any_code":true,"?":0}}}"""), StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Names(kind));
        Assert.Equal(
            Known("""{"version":1,"kinds":{"sev-snp":{"any_code":true,"sev_snp":{"?":0}}}}"""), Names(kind.GetProperty("properties").GetProperty("sev_snp")));
        Assert.Equal(Known("""{"version":1,"kinds":{"tdx":{"any_code":true,"tdx":{"?":0}}}}"""), Names(kind.GetProperty("properties").GetProperty("tdx")));
        Assert.Equal(EvidenceKinds.All.Select(one => one.Text()).Order(StringComparer.Ordinal), Names(root.GetProperty("properties").GetProperty("kinds")));
        Assert.Equal(
            PlatformIdentityKinds.All.Select(one => one.Text()),
            root.GetProperty("$defs").GetProperty("platform").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(
            TcbStatuses.All.Take(8).Select(one => one.Text()),
            root.GetProperty("$defs").GetProperty("tcb").GetProperty("items").GetProperty("enum").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(
            SkippableChecks.All.Select(one => one.Text()),
            root.GetProperty("properties").GetProperty("allow_skipped").GetProperty("items").GetProperty("enum").EnumerateArray().Select(one => one.GetString()));

        static IEnumerable<string> Names(JsonElement at)
        {
            Assert.False(at.GetProperty("additionalProperties").GetBoolean());
            return at.GetProperty("properties").EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal);
        }

        static IEnumerable<string> Known(string json) => Error(json).Split("known are ")[1].Split(", ").Where(one => one != "?");
    }
}
