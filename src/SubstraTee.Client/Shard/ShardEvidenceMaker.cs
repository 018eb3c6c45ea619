using System.Collections.Immutable;
using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Makes <see cref="ShardEvidence"/>; members are named as in the policy's file form.</summary>
internal static class ShardEvidenceMaker
{
    private const int MaxMeasurements = 64;
    private const int MaxRoots = 16;
    private const int MaxRules = 32;
    private const int MaxRuleBytes = 64;

    public static (ShardEvidence? Evidence, string Error) Make(AttestationPolicy policy, TrustAnchors anchors, TimeSpan lifetime)
    {
        var kinds = policy.Kinds.OrderBy(one => one.Key).ToList();
        var fault = FaultOfWhole(policy, anchors)
            ?? kinds.Select(one => FaultOf(one.Key, one.Value, anchors)).FirstOrDefault(one => one is not null)
            ?? FaultBetween(kinds);
        if (fault is not null)
        {
            return (null, fault);
        }

        var roles = kinds.SelectMany(one => one.Key.Roles()).ToHashSet();
        ImmutableArray<Measurement> measurements = [.. kinds.SelectMany(one => one.Value.Measurements).Distinct()];
        var rules = new EvidenceRules(
            [.. anchors.All.Where(anchor => roles.Contains(anchor.Role)).Select(TrustRoot.Of)],
            anchors.Class == AnchorClass.Test,
            EvidenceRules.MaskOf(kinds[0].Value.AcceptedTcb),
            policy.AcceptsDebug,
            (ulong)lifetime.TotalMilliseconds,
            [.. kinds.SelectMany(one => FloorsOf(one.Key, one.Value))],
            [.. kinds.SelectMany(one => RegistersOf(one.Key, one.Value))]);
        return TooMany(measurements, rules) is { } tooMany ? (null, tooMany)
            : new AdmissionPolicy(measurements, rules, false, 1, [], 1).Fault() is { } unusable ? (null, unusable)
            : (new ShardEvidence(measurements, rules), string.Empty);
    }

    private static string? FaultOfWhole(AttestationPolicy policy, TrustAnchors anchors)
    {
        if (policy.Kinds.IsEmpty)
        {
            return "kinds is empty: name the kinds of evidence that the shard takes";
        }

        if (!policy.AllowedSkips.IsEmpty)
        {
            return CannotSay("allow_skipped", "the chain skips no check");
        }

        return anchors.Class == AnchorClass.Test && !policy.AcceptTestAnchors
            ? "accept_test_anchors is not set, and the anchors are those of tests"
            : null;
    }

    private static string? FaultOf(EvidenceKind kind, KindPolicy rules, TrustAnchors anchors)
    {
        var strictTdx = new TdxPolicy();
        var strictSnp = new SevSnpPolicy();
        (string Member, bool IsSaid, string Why)[] unspeakable =
        [
            ("any_code", rules.AnyCode, "members share keys, so their code is named by measurement"),
            ("signers", !rules.Signers.IsEmpty, "it names code by measurement"),
            ("product_id", rules.ProductId is not null, "it names code by measurement"),
            ("min_security_version", rules.MinSecurityVersion > 0, "it names floors by the family's names: min_security_versions"),
            ("accept_advisories", rules.AcceptedAdvisories is not null, "it goes by the status alone"),
            ("max_age_seconds", rules.MaxAgeSeconds is not null, "the chain takes fresh evidence alone, and a registration's lifetime bounds its age"),
            ("min_tcb_evaluation", rules.MinTcbEvaluation > 0, "the chain keeps the highest number that it has seen"),
            ("platforms", !rules.Platforms.IsEmpty, "it admits every machine of a vendor"),
            ("tdx.require_sept_ve_disable", rules.Tdx.RequireSeptVeDisable != strictTdx.RequireSeptVeDisable, "the chain always asks for it"),
            ("tdx.allow_migratable", rules.Tdx.AllowMigratable != strictTdx.AllowMigratable, "the chain never allows it"),
            ("tdx.allow_service_td", rules.Tdx.AllowServiceTd != strictTdx.AllowServiceTd, "the chain never allows it"),
            ("sev_snp.allow_migratable", rules.SevSnp.AllowMigratable != strictSnp.AllowMigratable, "the chain never allows it"),
            ("sev_snp.max_vmpl", rules.SevSnp.MaxVmpl != strictSnp.MaxVmpl, "the chain takes reports of level 0 alone"),
            ("sev_snp.require_alias_check", rules.SevSnp.RequireAliasCheck != strictSnp.RequireAliasCheck, "the chain always asks for it"),
            ("sev_snp.min_tcb", !rules.SevSnp.MinTcb.IsEmpty, "it names floors by the family's names: min_security_versions"),
        ];
        var said = unspeakable.FirstOrDefault(one => one.IsSaid);
        if (said.IsSaid)
        {
            return CannotSay(Member(kind, said.Member), said.Why);
        }

        if (rules.Measurements.IsEmpty)
        {
            return $"{Member(kind, "measurements")} is missing: a shard's policy names code by measurement";
        }

        if (rules.FirmwareMissing(kind) is { } firmware)
        {
            return $"{Member(kind, "registers")} is incomplete: {firmware}";
        }

        return FaultOfRules(kind, rules) ?? (anchors.All.Any(anchor => kind.Roles().Contains(anchor.Role))
            ? null
            : $"{Member(kind, null)} has no anchor: {string.Join(" or ", kind.Roles().Select(role => role.Text()))} is needed");
    }

    private static string? FaultOfRules(EvidenceKind kind, KindPolicy rules)
    {
        foreach (var (name, values) in rules.Registers.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            // Without a value nothing would be accepted, and on chain, where each value is a rule, everything.
            if (values.IsEmpty)
            {
                return $"{Member(kind, $"registers.{name}")} is empty: name the values that are accepted";
            }

            if (Encoding.UTF8.GetByteCount(name) > MaxRuleBytes || values.Any(value => value.Length > MaxRuleBytes))
            {
                return CannotSay(Member(kind, $"registers.{name}"), $"names and values of registers have at most {MaxRuleBytes} bytes");
            }
        }

        return rules.MinSecurityVersions.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => Encoding.UTF8.GetByteCount(name) > MaxRuleBytes)
            is { } longName
            ? CannotSay(Member(kind, $"min_security_versions.{longName}"), $"names have at most {MaxRuleBytes} bytes")
            : null;
    }

    // A shard's policy has one set of statuses, and one list of measurements for each family, whatever the kind.
    private static string? FaultBetween(List<KeyValuePair<EvidenceKind, KindPolicy>> kinds)
    {
        var (first, rules) = kinds[0];
        foreach (var (kind, other) in kinds.Skip(1))
        {
            if (!other.AcceptedTcb.SetEquals(rules.AcceptedTcb))
            {
                return CannotSay(Member(kind, "accept_tcb"), $"it has one set of statuses, and {Member(first, "accept_tcb")} is another");
            }
        }

        foreach (var (kind, other) in kinds)
        {
            var twin = kinds.FirstOrDefault(one => one.Key != kind && one.Key.Family() == kind.Family());
            if (twin.Value is { } same && !same.Measurements.ToHashSet().SetEquals(other.Measurements))
            {
                return CannotSay(
                    Member(twin.Key, "measurements"), $"{twin.Key.Text()} and {kind.Text()} are of one family, whose measurements it lists once");
            }
        }

        return null;
    }

    private static string? TooMany(ImmutableArray<Measurement> measurements, EvidenceRules rules) =>
        measurements.Length > MaxMeasurements ? AtMost("measurements", measurements.Length, MaxMeasurements)
        : rules.Roots.Length > MaxRoots ? AtMost("anchors of its kinds", rules.Roots.Length, MaxRoots)
        : rules.Floors.Length > MaxRules ? AtMost("floors in min_security_versions", rules.Floors.Length, MaxRules)
        : rules.Registers.Length > MaxRules ? AtMost("values in registers", rules.Registers.Length, MaxRules)
        : null;

    private static IEnumerable<SecurityFloor> FloorsOf(EvidenceKind kind, KindPolicy rules) =>
        rules.MinSecurityVersions.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new SecurityFloor(kind, one.Key, one.Value));

    private static IEnumerable<RegisterRule> RegistersOf(EvidenceKind kind, KindPolicy rules) =>
        from register in rules.Registers.OrderBy(one => one.Key, StringComparer.Ordinal)
        from value in register.Value
        select new RegisterRule(kind, register.Key, value);

    private static string Member(EvidenceKind kind, string? name) => name is null ? $"kinds.{kind.Text()}" : $"kinds.{kind.Text()}.{name}";

    private static string CannotSay(string member, string why) => $"{member} cannot be said by a shard's policy: {why}";

    private static string AtMost(string what, int count, int most) => $"a shard's policy has at most {most} {what}, not {count}";
}
