using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation.Intel;

namespace SubstraTee.Attestation;

/// <summary>Decides whether verified evidence is wanted: code, platform, status, age; what is not allowed is refused.</summary>
/// <remarks>
/// The default accepts no kind of evidence, no debug enclave, no test anchor and no skipped check. Kinds that are accepted
/// are added one by one, each with its code.
/// </remarks>
public sealed record AttestationPolicy
{
    /// <summary>The name that a policy which accepts debug enclaves has to have, so that nobody overlooks it.</summary>
    public const string DebugName = "allow-debug-INSECURE";

    /// <summary>Accepts nothing.</summary>
    public static AttestationPolicy Default { get; } = new();

    /// <summary>Shown beside every decision.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Whether evidence may be anchored in test roots: the simulated platform protects nothing.</summary>
    public bool AcceptTestAnchors { get; init; }

    /// <summary>Checks that may have been skipped.</summary>
    public ImmutableHashSet<SkippableCheck> AllowedSkips { get; init; } = [];

    /// <summary>The kinds that are accepted, and what is asked of each.</summary>
    public ImmutableDictionary<EvidenceKind, KindPolicy> Kinds { get; init; } = [];

    /// <summary>Whether debug enclaves are accepted: only by a policy whose name says so.</summary>
    public bool AcceptsDebug => Name == DebugName;

    /// <summary>Reads the file form (docs/attestation.md).</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="error">What is wrong, and where; empty when nothing is.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out AttestationPolicy? policy, out string error) =>
        PolicyFile.TryParse(json, out policy, out error);

    /// <summary>Judges the outcome of a verification; whatever is not verified is rejected.</summary>
    /// <param name="verdict">What the verifier said.</param>
    /// <param name="reportData">What the evidence has to bind.</param>
    /// <param name="time">Unix seconds.</param>
    public PolicyDecision Judge(Verdict verdict, ReportDataExpectation reportData, long time) => verdict switch
    {
        Verdict.Verified verified => Judge(verified.Evidence, reportData, time),
        Verdict.Refused refused => new PolicyDecision.Rejected([new(refused.Reason, refused.Detail)]),
        _ => new PolicyDecision.Rejected([new(RefusalReason.NotVerified, $"the evidence is {verdict.Text}, which is not verified")]),
    };

    /// <summary>Judges verified evidence.</summary>
    /// <param name="evidence">What the verifier found.</param>
    /// <param name="reportData">What the evidence has to bind.</param>
    /// <param name="time">Unix seconds.</param>
    public PolicyDecision Judge(VerifiedEvidence evidence, ReportDataExpectation reportData, long time)
    {
        var violations = new List<PolicyViolation>();
        var concessions = new List<string>();
        if (!Kinds.TryGetValue(evidence.Kind, out var rules))
        {
            violations.Add(new(RefusalReason.KindNotAllowed, $"policy '{Name}' does not accept {evidence.Kind.Text()}"));
        }

        Concede(evidence, violations, concessions);
        if (rules is not null)
        {
            JudgeCode(rules, evidence, violations);
            JudgePlatform(rules, evidence, time, violations);
            JudgeTdx(rules.Tdx, evidence, violations);
            JudgeSevSnp(rules.SevSnp, evidence, violations);
        }

        if (!evidence.Validity.Contains(time))
        {
            violations.Add(new(
                RefusalReason.EvidenceOutsideValidity, $"valid from {evidence.Validity.From} to {evidence.Validity.Until}, and judged at {time}"));
        }

        if (reportData.Difference(evidence.ReportData.AsSpan()) is { } difference)
        {
            violations.Add(new(RefusalReason.ReportDataMismatch, difference));
        }

        return violations.Count == 0
            ? new PolicyDecision.Accepted(evidence, [.. concessions])
            : new PolicyDecision.Rejected([.. violations]);
    }

    private void Concede(VerifiedEvidence evidence, List<PolicyViolation> violations, List<string> concessions)
    {
        if (evidence.AnchorClass == AnchorClass.Test)
        {
            Either(AcceptTestAnchors, RefusalReason.SimulatedEvidenceRefused, "anchored in a test root, which protects nothing");
        }

        if (evidence.Debug)
        {
            Either(AcceptsDebug, RefusalReason.DebugEnclave, "the host can look into the enclave (debug)");
        }

        foreach (var skipped in evidence.Skipped)
        {
            Either(AllowedSkips.Contains(skipped.Check), RefusalReason.SkippedCheckNotAllowed, $"check {skipped.Check.Text()} was skipped: {skipped.Detail}");
        }

        void Either(bool conceded, RefusalReason reason, string what)
        {
            if (conceded)
            {
                concessions.Add(what);
            }
            else
            {
                violations.Add(new(reason, what));
            }
        }
    }

    private static void JudgeCode(KindPolicy rules, VerifiedEvidence evidence, List<PolicyViolation> violations)
    {
        if (rules.Measurements.IsEmpty ? !rules.NamesCode : !rules.Measurements.Contains(evidence.Measurement))
        {
            violations.Add(new(
                RefusalReason.MeasurementNotAllowed,
                $"measurement is {evidence.Measurement}, allowed: {(rules.Measurements.IsEmpty ? "none" : string.Join(", ", rules.Measurements))}"));
        }

        if (FirmwareRule.Missing(evidence.Kind, rules) is { } missing)
        {
            violations.Add(new(RefusalReason.FirmwareNotNamed, missing));
        }

        if (!rules.Signers.IsEmpty && !ContainsBytes(rules.Signers, evidence.Signer))
        {
            violations.Add(new(RefusalReason.SignerNotAllowed, $"signer is {Hex(evidence.Signer)}, allowed: {string.Join(", ", rules.Signers.Select(Hex))}"));
        }

        if (rules.ProductId is { } product && evidence.ProductId != product)
        {
            violations.Add(new(RefusalReason.ProductNotAllowed, $"product id is {evidence.ProductId?.ToString() ?? "missing"}, asked for: {product}"));
        }

        if (rules.MinSecurityVersion > 0 && !(evidence.SecurityVersion >= rules.MinSecurityVersion))
        {
            violations.Add(new(
                RefusalReason.IsvSvnTooLow,
                $"security version is {evidence.SecurityVersion?.ToString() ?? "missing"}, at least {rules.MinSecurityVersion} is asked for"));
        }

        foreach (var (name, floor) in rules.MinSecurityVersions.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var found = evidence.SecurityVersions.Where(one => one.Name == name).Select(one => (ulong?)one.Value).FirstOrDefault();
            if (!(found >= floor))
            {
                violations.Add(new(RefusalReason.IsvSvnTooLow, $"{name} is {found?.ToString() ?? "missing"}, at least {floor} is asked for"));
            }
        }

        foreach (var (name, allowed) in rules.Registers.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var value = evidence.Register(name);
            if (value.IsEmpty || !ContainsBytes(allowed, value))
            {
                violations.Add(new(
                    RefusalReason.RegisterNotAllowed,
                    $"{name} is {(value.IsEmpty ? "missing" : Hex(value))}, allowed: {string.Join(", ", allowed.Select(Hex))}"));
            }
        }
    }

    private static void JudgePlatform(KindPolicy rules, VerifiedEvidence evidence, long time, List<PolicyViolation> violations)
    {
        if (!rules.AcceptedTcb.Contains(evidence.Tcb))
        {
            violations.Add(new(
                RefusalReason.TcbStatusNotAccepted,
                $"TCB status is {evidence.Tcb.Text()}, accepted: {string.Join(", ", rules.AcceptedTcb.Order().Select(one => one.Text()))}"));
        }

        if (rules.AcceptedAdvisories is { } accepted)
        {
            violations.AddRange(evidence.Advisories.Where(one => !accepted.Contains(one))
                .Select(one => new PolicyViolation(RefusalReason.AdvisoryNotAccepted, $"{one} applies")));
        }

        if (!rules.Platforms.IsEmpty && !rules.Platforms.Any(evidence.Platform.Contains))
        {
            violations.Add(new(
                RefusalReason.PlatformNotAllowed,
                $"platform is {(evidence.Platform.IsEmpty ? "not named" : string.Join(", ", evidence.Platform))}, which is not enrolled"));
        }

        if (rules.MaxAgeSeconds is { } maxAge && evidence.IssuedAt is { } issued && time - issued > maxAge)
        {
            violations.Add(new(RefusalReason.EvidenceTooOld, $"made {time - issued} s before, at most {maxAge} s are accepted"));
        }

        if (rules.MinTcbEvaluation > 0 && !(evidence.TcbEvaluationNumber >= rules.MinTcbEvaluation))
        {
            violations.Add(new(
                RefusalReason.TcbEvaluationTooLow,
                $"the collateral's evaluation number is {evidence.TcbEvaluationNumber?.ToString() ?? "missing"}, at least {rules.MinTcbEvaluation} is asked for"));
        }
    }

    private static void JudgeTdx(TdxPolicy rules, VerifiedEvidence evidence, List<PolicyViolation> violations)
    {
        if (evidence.Claims is not TdxClaims { Report: var report })
        {
            return;
        }

        if (rules.RequireSeptVeDisable && !report.SeptVeDisable)
        {
            violations.Add(new(RefusalReason.SeptVeNotDisabled, "SEPT_VE_DISABLE is not set"));
        }

        if (!rules.AllowMigratable && report.Migratable)
        {
            violations.Add(new(RefusalReason.MigratableNotAllowed, "the trust domain is migratable"));
        }

        if (!rules.AllowServiceTd && report.MrServiceTd.AsSpan().ContainsAnyExcept((byte)0))
        {
            violations.Add(new(RefusalReason.ServiceTdNotAllowed, $"service TD {Hex(report.MrServiceTd)} is bound to the trust domain"));
        }
    }

    private static void JudgeSevSnp(SevSnpPolicy rules, VerifiedEvidence evidence, List<PolicyViolation> violations)
    {
        if (evidence.Claims is not SevSnpClaims claims)
        {
            return;
        }

        if (!rules.AllowMigratable && claims.MigrationAgentAllowed)
        {
            violations.Add(new(RefusalReason.MigratableNotAllowed, "a migration agent may move the guest"));
        }

        if (claims.Vmpl > rules.MaxVmpl || claims.Vmpl == SevSnpClaims.HostVmpl)
        {
            violations.Add(new(
                RefusalReason.SnpVmplNotAllowed,
                claims.Vmpl == SevSnpClaims.HostVmpl ? "the host asked for the report" : $"privilege level {claims.Vmpl} asked for the report, at most {rules.MaxVmpl} may"));
        }

        if (rules.MinTcb.TryGetValue(claims.Product, out var floor))
        {
            var below = new[] { ("reported", claims.ReportedTcb), ("committed", claims.CommittedTcb), ("launch", claims.LaunchTcb) }
                .Where(level => !level.Item2.IsAtLeast(floor));
            violations.AddRange(below.Select(level => new PolicyViolation(
                RefusalReason.SnpTcbTooLow, $"{level.Item1} patch levels of {claims.Product} are {level.Item2}, at least {floor} is asked for")));
        }

        if (rules.RequireAliasCheck && !claims.AliasCheckComplete)
        {
            violations.Add(new(RefusalReason.SnpAliasCheckMissing, "memory was not checked for aliases (BadRAM): update the platform's firmware"));
        }
    }

    private static bool ContainsBytes(ImmutableArray<ImmutableArray<byte>> list, ImmutableArray<byte> value) =>
        list.Any(one => one.AsSpan().SequenceEqual(value.AsSpan()));

    private static string Hex(ImmutableArray<byte> bytes) => bytes.IsEmpty ? "missing" : Convert.ToHexStringLower(bytes.AsSpan());
}
