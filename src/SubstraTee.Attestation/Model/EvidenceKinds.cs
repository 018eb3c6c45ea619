using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation;

/// <summary>The names of <see cref="EvidenceKind"/> in files, on command lines and in answers.</summary>
public static class EvidenceKinds
{
    private static readonly ImmutableArray<string> Texts =
        ["ias", "sgx-dcap", "tdx", "sev-snp", "arm-psa", "arm-cca", "keystone", "nitro"];

    /// <summary>Every kind, in the order of their numbers.</summary>
    public static ImmutableArray<EvidenceKind> All { get; } = [.. Enum.GetValues<EvidenceKind>()];

    /// <summary>The name of a kind, for example <c>sgx-dcap</c>.</summary>
    public static string Text(this EvidenceKind kind) => Texts[(int)kind];

    /// <summary>The family of the measurements that evidence of the kind has.</summary>
    public static MeasurementFamily Family(this EvidenceKind kind) => kind switch
    {
        EvidenceKind.Ias or EvidenceKind.SgxDcap => MeasurementFamily.Sgx,
        EvidenceKind.Tdx => MeasurementFamily.Tdx,
        EvidenceKind.SevSnp => MeasurementFamily.SevSnp,
        EvidenceKind.ArmPsa => MeasurementFamily.ArmPsa,
        EvidenceKind.ArmCca => MeasurementFamily.ArmCca,
        EvidenceKind.Keystone => MeasurementFamily.Keystone,
        EvidenceKind.Nitro => MeasurementFamily.Nitro,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The roles of the anchors that evidence of the kind may end in.</summary>
    public static ImmutableArray<AnchorRole> Roles(this EvidenceKind kind) => kind switch
    {
        EvidenceKind.Ias => [AnchorRole.IntelIasSigningCa],
        EvidenceKind.SgxDcap or EvidenceKind.Tdx => [AnchorRole.IntelSgxRoot],
        EvidenceKind.SevSnp => [AnchorRole.AmdArkMilan, AnchorRole.AmdArkGenoa, AnchorRole.AmdArkTurin],
        EvidenceKind.ArmPsa => [AnchorRole.ArmPsaIak],
        EvidenceKind.ArmCca => [AnchorRole.ArmCcaCpak],
        EvidenceKind.Keystone => [AnchorRole.KeystoneDevice],
        EvidenceKind.Nitro => [AnchorRole.AwsNitroRoot],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Finds a kind by its exact name.</summary>
    public static bool TryParse(string? text, out EvidenceKind kind)
    {
        var index = text is null ? -1 : Texts.IndexOf(text);
        kind = (EvidenceKind)Math.Max(index, 0);
        return index >= 0;
    }
}
