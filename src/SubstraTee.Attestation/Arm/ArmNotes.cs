using SubstraTee.Attestation.Cose;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Arm;

/// <summary>What the notes of PSA and CCA tokens have in common.</summary>
internal static class ArmNotes
{
    /// <summary>The names of a software component's entries.</summary>
    public static string? ComponentName(long label) => label switch
    {
        ArmLabels.ComponentType => "measurement_type",
        ArmLabels.ComponentMeasurement => "measurement_value",
        ArmLabels.ComponentVersion => "version",
        ArmLabels.ComponentSigner => "signer_id",
        ArmLabels.ComponentDescription => "measurement_description",
        _ => null,
    };

    /// <summary>The algorithm that a protected header names, whatever it is; null where it names none.</summary>
    public static long? Algorithm(CoseParts parts) =>
        CborReader.TryRead(parts.Protected, CborLimits.Token, out _) is CborValue.Map map && map[1] is CborValue.Integer number
            ? number.Value
            : null;

    /// <summary>Notes whether one of the first keys of a role made the signature.</summary>
    public static void AddSignature(VerificationRun run, string path, CoseParts parts, AnchorRole role)
    {
        var keys = run.Anchors.WithRole(role).Take(ArmAnchors.MaxCandidates).Select(anchor => anchor.PublicKey).ToList();
        if (keys.Count > 0)
        {
            run.Diagnostics.Add(path, keys.Exists(key => IsSignedBy(parts, key)) ? "valid" : "invalid");
        }
    }

    /// <summary>Whether a key made the signature, under the algorithm that the header names, if it names one.</summary>
    public static bool IsSignedBy(CoseParts parts, PublicKey key) =>
        (Algorithm(parts) is not { } named || named == (long)CoseSign1.AlgorithmOf(key)) && CoseSign1.IsSignedBy(parts, key);
}
