using System.Collections.Immutable;

namespace SubstraTee.Attestation.Files;

/// <summary>What a manifest calls the verdict of a production policy: everything goes but debug.</summary>
internal static class ProductionView
{
    private static readonly AttestationPolicy Policy = new()
    {
        Name = "production view of a manifest",
        AcceptTestAnchors = true,
        AllowedSkips = [.. SkippableChecks.All],
        Kinds = EvidenceKinds.All.ToImmutableDictionary(
            kind => kind,
            _ => new KindPolicy
            {
                AnyCode = true,
                AcceptedTcb = [.. TcbStatuses.All.Where(status => status is not (TcbStatus.Revoked or TcbStatus.NotSupported))],
                Tdx = new TdxPolicy { RequireSeptVeDisable = false, AllowMigratable = true, AllowServiceTd = true },
                SevSnp = new SevSnpPolicy { AllowMigratable = true, MaxVmpl = 3, RequireAliasCheck = false },
            }),
    };

    /// <summary><c>valid</c> or <c>invalid</c>.</summary>
    public static string Of(VerifiedEvidence evidence) =>
        Policy.Judge(evidence, ReportDataExpectation.NotChecked, Math.Max(0, evidence.Validity.From)) is PolicyDecision.Accepted ? "valid" : "invalid";
}
