using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>The names of <see cref="AnchorRole"/> in anchor files.</summary>
public static class AnchorRoles
{
    private static readonly ImmutableArray<string> Texts =
    [
        "intel_sgx_root", "intel_ias_signing_ca", "amd_ark_milan", "amd_ark_genoa", "amd_ark_turin",
        "arm_psa_iak", "arm_cca_cpak", "keystone_device", "aws_nitro_root",
    ];

    /// <summary>Every role, in the order of their numbers.</summary>
    public static ImmutableArray<AnchorRole> All { get; } = [.. Enum.GetValues<AnchorRole>()];

    /// <summary>The name of a role, for example <c>intel_sgx_root</c>.</summary>
    public static string Text(this AnchorRole role) => Texts[(int)role];

    /// <summary>Finds a role by its exact name.</summary>
    public static bool TryParse(string? text, out AnchorRole role)
    {
        var index = text is null ? -1 : Texts.IndexOf(text);
        role = (AnchorRole)Math.Max(index, 0);
        return index >= 0;
    }
}
