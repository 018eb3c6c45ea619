using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

public class TcbEvaluationTests
{
    private static Verdict At(byte component, ushort qeSvn = 9)
    {
        using var machine = Mint.Simulator.NewPlatform(Mint.Platform.Spec with
        {
            ComponentSvns = [component, .. Mint.Platform.Spec.ComponentSvns.Skip(1)],
        });
        var spec = new QuoteSpec();
        return Mint.Sgx(
            (spec with { Qe = spec.Qe with { IsvSvn = qeSvn } }).Sign(machine, Mint.Enclave),
            Mint.Simulator.Collateral(machine, EvidenceKind.SgxDcap, Mint.Time));
    }

    [Theory]
    [InlineData(13, TcbStatus.UpToDate, 0, 0)]
    [InlineData(12, TcbStatus.UpToDate, 0, 0)]
    [InlineData(11, TcbStatus.SWHardeningNeeded, 1, 100)]
    [InlineData(10, TcbStatus.OutOfDate, 2, 200)]
    public void The_first_level_that_covers_the_platform_counts(byte component, TcbStatus status, int advisories, long older)
    {
        var evidence = Mint.Verified(At(component));
        Assert.Equal(status, evidence.Tcb);
        Assert.Equal(advisories, evidence.Advisories.Length);
        Assert.Equal(Mint.Time - older, ((SgxClaims)evidence.Claims).Platform.TcbDate);
    }

    [Fact]
    public void A_platform_at_a_revoked_level_is_refused() => Assert.Equal(RefusalReason.TcbRevoked, Mint.Reason(At(9)));

    [Fact]
    public void A_platform_below_all_levels_is_refused() => Assert.Equal(RefusalReason.TcbLevelMissing, Mint.Reason(At(8)));

    [Theory]
    [InlineData(12, 7, TcbStatus.OutOfDate)]
    [InlineData(11, 7, TcbStatus.OutOfDate)]
    [InlineData(10, 7, TcbStatus.OutOfDate)]
    public void An_outdated_quoting_enclave_makes_the_platform_outdated_and_adds_its_advisories(byte component, ushort qeSvn, TcbStatus status)
    {
        var evidence = Mint.Verified(At(component, qeSvn));
        Assert.Equal(status, evidence.Tcb);
        Assert.Contains("INTEL-SA-00477", evidence.Advisories);
        Assert.Equal(TcbStatus.OutOfDate, ((SgxClaims)evidence.Claims).Platform.QeTcb);
    }

    [Theory]
    [InlineData(5, RefusalReason.TcbRevoked)]
    [InlineData(4, RefusalReason.QeTcbLevelMissing)]
    public void A_revoked_or_unknown_quoting_enclave_is_refused(ushort qeSvn, RefusalReason reason) =>
        Assert.Equal(reason, Mint.Reason(At(12, qeSvn)));

    [Fact]
    public void Levels_are_taken_in_the_order_given_and_not_sorted()
    {
        var collateral = Mint.WithTcb(info => info with { Levels = [info.Levels[2], info.Levels[0], info.Levels[1]] });
        Assert.Equal(TcbStatus.OutOfDate, Mint.Verified(Mint.Sgx(collateral: collateral)).Tcb);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(15)]
    public void Every_component_has_to_be_high_enough(int index)
    {
        var needed = Mint.Platform.Spec.ComponentSvns.ToArray();
        var collateral = Mint.WithTcb(info => info with { Levels = [info.Levels[0] with { SgxComponents = needed }, .. info.Levels] });
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(collateral: collateral)).Tcb);
        if (needed[index] == byte.MaxValue)
        {
            return;
        }

        needed[index]++;
        var marked = Mint.WithTcb(info => info with
        {
            Levels = [info.Levels[0] with { SgxComponents = needed }, info.Levels[0] with { Status = "ConfigurationNeeded" }],
        });
        Assert.Equal(TcbStatus.ConfigurationNeeded, Mint.Verified(Mint.Sgx(collateral: marked)).Tcb);
    }

    [Fact]
    public void The_pce_svn_has_to_be_high_enough() =>
        Assert.Equal(
            RefusalReason.TcbLevelMissing,
            Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { Levels = [.. info.Levels.Select(level => level with { PceSvn = 14 })] }))));

    [Fact]
    public void The_quotes_own_cpusvn_does_not_count()
    {
        var quote = new QuoteSpec().Sign(Mint.Platform, Mint.Enclave with { CpuSvn = new byte[16] });
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(quote)).Tcb);
    }

    public static TheoryData<TcbStatus, TcbStatus, TcbStatus> Convergence()
    {
        var table = new TheoryData<TcbStatus, TcbStatus, TcbStatus>();
        foreach (var platform in TcbStatuses.All.Where(one => one <= TcbStatus.OutOfDateConfigurationNeeded || one == TcbStatus.Revoked))
        {
            table.Add(platform, TcbStatus.UpToDate, platform);
            table.Add(platform, TcbStatus.Revoked, TcbStatus.Revoked);
            table.Add(platform, TcbStatus.OutOfDate, platform switch
            {
                TcbStatus.UpToDate or TcbStatus.SWHardeningNeeded => TcbStatus.OutOfDate,
                TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSWHardeningNeeded => TcbStatus.OutOfDateConfigurationNeeded,
                _ => platform,
            });
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Convergence))]
    public void Statuses_of_platform_and_component_are_merged(TcbStatus platform, TcbStatus component, TcbStatus merged)
    {
        Assert.Equal(merged, TcbEvaluation.Converge(platform, component));
        Assert.Equal(merged, TcbEvaluation.Converge(platform, TcbStatus.UpToDate, component));
        Assert.Equal(merged, TcbEvaluation.Converge(platform, component, TcbStatus.UpToDate));
    }

    [Theory]
    [InlineData(TcbStatus.OutOfDate, TcbStatus.UpToDate, TcbStatus.TDRelaunchAdvised)]
    [InlineData(TcbStatus.OutOfDate, TcbStatus.SWHardeningNeeded, TcbStatus.TDRelaunchAdvised)]
    [InlineData(TcbStatus.OutOfDate, TcbStatus.ConfigurationNeeded, TcbStatus.TDRelaunchAdvisedConfigurationNeeded)]
    [InlineData(TcbStatus.OutOfDate, TcbStatus.ConfigurationAndSWHardeningNeeded, TcbStatus.TDRelaunchAdvisedConfigurationNeeded)]
    [InlineData(TcbStatus.OutOfDateConfigurationNeeded, TcbStatus.UpToDate, TcbStatus.TDRelaunchAdvisedConfigurationNeeded)]
    [InlineData(TcbStatus.OutOfDate, TcbStatus.OutOfDate, TcbStatus.OutOfDate)]
    [InlineData(TcbStatus.OutOfDateConfigurationNeeded, TcbStatus.OutOfDate, TcbStatus.OutOfDateConfigurationNeeded)]
    [InlineData(TcbStatus.UpToDate, TcbStatus.OutOfDate, TcbStatus.UpToDate)]
    [InlineData(TcbStatus.ConfigurationNeeded, TcbStatus.UpToDate, TcbStatus.ConfigurationNeeded)]
    public void Launching_again_is_advised_where_it_would_help(TcbStatus launch, TcbStatus current, TcbStatus status) =>
        Assert.Equal(status, TcbEvaluation.Relaunch(launch, current));

    [Fact]
    public void A_module_that_was_updated_under_a_running_domain_shows()
    {
        var report = Mint.Domain15 with { TeeTcbSvn = [4, 1, 3, .. new byte[13]], TeeTcbSvn2 = [6, 1, 3, .. new byte[13]] };
        var evidence = Mint.Verified(Mint.Tdx(new QuoteSpec { Version = 5 }.Sign(Mint.Platform, report)));
        Assert.Equal(TcbStatus.TDRelaunchAdvised, evidence.Tcb);
        var claims = (TdxClaims)evidence.Claims;
        Assert.Equal((TcbStatus.OutOfDate, TcbStatus.UpToDate), (claims.LaunchTcb!.Value, claims.CurrentTcb!.Value));
        Assert.Equal(["INTEL-SA-01099"], evidence.Advisories.ToArray());
    }

    [Theory]
    [InlineData(6, 1, 2, RefusalReason.TcbLevelMissing)]
    [InlineData(3, 1, 3, RefusalReason.TdxModuleTcbLevelMissing)]
    [InlineData(6, 2, 3, RefusalReason.TdxModuleUnknown)]
    [InlineData(4, 0, 3, RefusalReason.TcbLevelMissing)]
    public void A_tdx_module_that_no_level_covers_is_refused(byte svn, byte version, byte component, RefusalReason reason)
    {
        var report = Mint.Domain with { TeeTcbSvn = [svn, version, component, .. new byte[13]] };
        Assert.Equal(reason, Mint.Reason(Mint.Tdx(new QuoteSpec { Version = 4 }.Sign(Mint.Platform, report))));
    }

    [Fact]
    public void A_module_of_version_0_is_judged_with_the_platform_by_all_components()
    {
        var report = Mint.Domain with { TeeTcbSvn = [5, 0, 3, .. new byte[13]] };
        var evidence = Mint.Verified(Mint.Tdx(new QuoteSpec { Version = 4 }.Sign(Mint.Platform, report)));
        Assert.Equal(TcbStatus.UpToDate, evidence.Tcb);
        Assert.Null(((TdxClaims)evidence.Claims).ModuleTcb);
    }

    [Fact]
    public void A_current_module_that_no_level_covers_is_refused_too()
    {
        var report = Mint.Domain15 with { TeeTcbSvn2 = [3, 1, 3, .. new byte[13]] };
        Assert.Equal(
            RefusalReason.TdxModuleTcbLevelMissing, Mint.Reason(Mint.Tdx(new QuoteSpec { Version = 5 }.Sign(Mint.Platform, report))));
    }

    [Fact]
    public void An_outdated_module_makes_the_platform_outdated()
    {
        var report = Mint.Domain with { TeeTcbSvn = [5, 1, 3, .. new byte[13]] };
        var evidence = Mint.Verified(Mint.Tdx(new QuoteSpec { Version = 4 }.Sign(Mint.Platform, report)));
        Assert.Equal(TcbStatus.OutOfDate, evidence.Tcb);
        Assert.Equal(Mint.Time - 400, ((TdxClaims)evidence.Claims).Platform.TcbDate);
    }
}
