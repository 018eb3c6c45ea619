namespace SubstraTee.Attestation.Tests.Model;

public class NameTests
{
    [Fact]
    public void Kinds_have_their_names()
    {
        Assert.Equal(
            ["ias", "sgx-dcap", "tdx", "sev-snp", "arm-psa", "arm-cca", "keystone", "nitro"],
            EvidenceKinds.All.Select(kind => kind.Text()));
        Assert.All(EvidenceKinds.All, kind => Assert.True(EvidenceKinds.TryParse(kind.Text(), out var same) && same == kind));
        Assert.False(EvidenceKinds.TryParse("SGX-DCAP", out _));
        Assert.False(EvidenceKinds.TryParse(null, out _));
    }

    [Fact]
    public void Tcb_statuses_have_the_vendors_names()
    {
        Assert.Equal("SWHardeningNeeded", TcbStatus.SWHardeningNeeded.Text());
        Assert.All(TcbStatuses.All, status => Assert.True(TcbStatuses.TryParse(status.Text(), out var same) && same == status));
        Assert.False(TcbStatuses.TryParse("Unknown", out _));
        Assert.False(TcbStatuses.TryParse("0", out _));
    }

    [Fact]
    public void Roles_and_skippable_checks_are_found_by_their_names()
    {
        Assert.All(AnchorRoles.All, role => Assert.True(AnchorRoles.TryParse(role.Text(), out var same) && same == role));
        Assert.All(SkippableChecks.All, check => Assert.True(SkippableChecks.TryParse(check.Text(), out var same) && same == check));
        Assert.False(SkippableChecks.TryParse("everything", out _));
    }

    [Fact]
    public void Refusal_codes_are_frozen()
    {
        using var reader = new StreamReader(typeof(NameTests).Assembly.GetManifestResourceStream("codes.txt")!);
        var frozen = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var now = RefusalReasons.All.Select(reason => $"{(int)reason} {reason.Code()}").ToArray();
        Assert.Equal(frozen, now);
        Assert.Equal(now.Length, RefusalReasons.All.Select(reason => reason.Code()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Refusal_codes_stay_within_the_ranges_of_their_families() =>
        Assert.All(RefusalReasons.All, reason => Assert.True((int)reason is >= 0 and < 40 or >= 100 and < 500 or >= 500 and < 600));
}
