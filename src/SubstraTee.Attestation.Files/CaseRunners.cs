using System.Collections.Frozen;

namespace SubstraTee.Attestation.Files;

/// <summary>How a case's files become the verifier's inputs, kind by kind.</summary>
internal static class CaseRunners
{
    private static readonly FrozenDictionary<EvidenceKind, Func<ManifestCase, CaseFiles, CaseOutcome>> ByKind =
        new Dictionary<EvidenceKind, Func<ManifestCase, CaseFiles, CaseOutcome>>
        {
            [EvidenceKind.Ias] = IasCases.Run,
            [EvidenceKind.SgxDcap] = DcapCases.Run,
            [EvidenceKind.Tdx] = DcapCases.Run,
            [EvidenceKind.SevSnp] = SevSnpCases.Run,
            [EvidenceKind.ArmPsa] = ArmCases.RunPsa,
            [EvidenceKind.ArmCca] = ArmCases.RunCca,
            [EvidenceKind.Keystone] = KeystoneCases.Run,
            [EvidenceKind.Nitro] = NitroCases.Run,
        }.ToFrozenDictionary();

    /// <summary>Verifies one case; files that cannot be used are an outcome too.</summary>
    public static CaseOutcome Run(ManifestCase testCase, CaseFiles files)
    {
        if (!ByKind.TryGetValue(testCase.Kind, out var run))
        {
            return new("unusable", "", $"cases of kind {testCase.Kind.Text()} cannot be run", []);
        }

        try
        {
            return run(testCase, files);
        }
        catch (ManifestException fault)
        {
            return new("unusable", "", fault.Message, []);
        }
    }
}
