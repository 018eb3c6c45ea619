namespace SubstraTee.Attestation.Intel;

/// <summary>How a platform stands by Intel's TCB info and QE identity: the reference algorithm of Intel's own library.</summary>
/// <remarks>
/// The first level in the order given counts, never the best. The component SVNs are the PCK certificate's, not the quote's
/// CPUSVN. No level at all is a refusal, and so is Revoked anywhere.
/// </remarks>
internal static class TcbEvaluation
{
    /// <summary>Evaluates an SGX platform.</summary>
    /// <exception cref="RefusalException">No level covers it, or something is revoked.</exception>
    public static DcapTcb Sgx(PckExtension pck, TcbInfo info, QeIdentity identity, ushort qeSvn) =>
        Refuse(Evaluate(pck, info, identity, qeSvn, teeTcbSvn: default));

    /// <summary>Evaluates a TDX platform; with TDX 1.5 once as launched and once as it runs now.</summary>
    /// <exception cref="RefusalException">No level covers it, or something is revoked.</exception>
    public static DcapTcb Tdx(PckExtension pck, TcbInfo info, QeIdentity identity, ushort qeSvn, TdReport report)
    {
        var launch = Refuse(Evaluate(pck, info, identity, qeSvn, report.TeeTcbSvn.AsSpan()));
        if (!report.Is15)
        {
            return launch;
        }

        var current = Refuse(Evaluate(pck, info, identity, qeSvn, report.TeeTcbSvn2.AsSpan()));
        return launch with
        {
            Converged = Relaunch(launch.Converged, current.Converged),
            Launch = launch.Converged,
            Current = current.Converged,
        };
    }

    /// <summary>Merges the status of a platform with those of its components.</summary>
    public static TcbStatus Converge(TcbStatus platform, params ReadOnlySpan<TcbStatus> components)
    {
        if (platform == TcbStatus.Revoked || components.Contains(TcbStatus.Revoked))
        {
            return TcbStatus.Revoked;
        }

        if (!components.Contains(TcbStatus.OutOfDate))
        {
            return platform;
        }

        return platform switch
        {
            TcbStatus.UpToDate or TcbStatus.SWHardeningNeeded => TcbStatus.OutOfDate,
            TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSWHardeningNeeded => TcbStatus.OutOfDateConfigurationNeeded,
            _ => platform,
        };
    }

    /// <summary>Whether launching the domain again would mend it: outdated as launched, and not as it runs now.</summary>
    public static TcbStatus Relaunch(TcbStatus launch, TcbStatus current)
    {
        var launchedOutdated = launch is TcbStatus.OutOfDate or TcbStatus.OutOfDateConfigurationNeeded;
        var currentGood = current is TcbStatus.UpToDate or TcbStatus.SWHardeningNeeded
            or TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSWHardeningNeeded;
        if (!launchedOutdated || !currentGood)
        {
            return launch;
        }

        var configuration = launch == TcbStatus.OutOfDateConfigurationNeeded
            || current is TcbStatus.ConfigurationNeeded or TcbStatus.ConfigurationAndSWHardeningNeeded;
        return configuration ? TcbStatus.TDRelaunchAdvisedConfigurationNeeded : TcbStatus.TDRelaunchAdvised;
    }

    private static DcapTcb Evaluate(PckExtension pck, TcbInfo info, QeIdentity identity, ushort qeSvn, ReadOnlySpan<byte> teeTcbSvn)
    {
        var platform = PlatformLevel(pck, info, teeTcbSvn);
        var qe = Array.Find(identity.Levels, level => qeSvn >= level.IsvSvn)
            ?? throw new RefusalException(RefusalReason.QeTcbLevelMissing, $"no level covers a quoting enclave of ISVSVN {qeSvn}");
        var module = ModuleLevel(info, teeTcbSvn);
        var date = Math.Min(platform.TcbDate, qe.TcbDate);
        var advisories = new SortedSet<string>(platform.Advisories, StringComparer.Ordinal);
        advisories.UnionWith(qe.Advisories);
        if (module is not null)
        {
            date = Math.Min(date, module.TcbDate);
            advisories.UnionWith(module.Advisories);
        }

        var converged = module is null
            ? Converge(platform.Status, qe.Status)
            : Converge(platform.Status, module.Status, qe.Status);
        return new DcapTcb(converged, platform.Status, module?.Status, qe.Status, date, advisories);
    }

    private static TcbLevel PlatformLevel(PckExtension pck, TcbInfo info, ReadOnlySpan<byte> teeTcbSvn)
    {
        foreach (var level in info.Levels)
        {
            if (pck.PceSvn >= level.PceSvn && Covers(pck.ComponentSvns, level.SgxComponents, from: 0)
                && (teeTcbSvn.IsEmpty || Covers(teeTcbSvn, level.TdxComponents, from: teeTcbSvn[1] > 0 ? 2 : 0)))
            {
                return level;
            }
        }

        throw new RefusalException(
            RefusalReason.TcbLevelMissing,
            $"no TCB level covers component SVNs {Convert.ToHexStringLower(pck.ComponentSvns)}, PCESVN {pck.PceSvn}"
            + (teeTcbSvn.IsEmpty ? "" : $", TEE_TCB_SVN {Convert.ToHexStringLower(teeTcbSvn)}"));
    }

    private static IsvLevel? ModuleLevel(TcbInfo info, ReadOnlySpan<byte> teeTcbSvn)
    {
        if (teeTcbSvn.IsEmpty || teeTcbSvn[1] == 0)
        {
            return null;
        }

        var svn = teeTcbSvn[0];
        var module = FindModule(info, teeTcbSvn);
        return Array.Find(module.Levels, level => svn >= level.IsvSvn)
            ?? throw new RefusalException(RefusalReason.TdxModuleTcbLevelMissing, $"no level covers TDX module {module.Id} of SVN {svn}");
    }

    /// <summary>The identity of the TDX module that a TEE_TCB_SVN names.</summary>
    /// <exception cref="RefusalException">The TCB info does not know it.</exception>
    public static TdxModule FindModule(TcbInfo info, ReadOnlySpan<byte> teeTcbSvn) =>
        info.FindModule(teeTcbSvn[1])
        ?? throw new RefusalException(RefusalReason.TdxModuleUnknown, $"the TCB info does not know version {teeTcbSvn[1]} of the TDX module");

    private static bool Covers(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> needed, int from)
    {
        for (var i = from; i < actual.Length; i++)
        {
            if (actual[i] < needed[i])
            {
                return false;
            }
        }

        return true;
    }

    private static DcapTcb Refuse(DcapTcb tcb)
    {
        Check.That(
            tcb.Converged != TcbStatus.Revoked,
            RefusalReason.TcbRevoked,
            $"revoked: platform {tcb.Platform.Text()}, module {tcb.Module?.Text() ?? "none"}, quoting enclave {tcb.Qe.Text()}");
        return tcb;
    }
}
