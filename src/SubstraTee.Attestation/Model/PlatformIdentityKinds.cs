using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>The names of <see cref="PlatformIdentityKind"/> in policy files and answers.</summary>
public static class PlatformIdentityKinds
{
    private static readonly ImmutableArray<string> Texts =
    [
        "ppid", "platform_instance", "epid_pseudonym", "chip_id", "cloud_provider", "arm_instance", "arm_implementation",
        "device_key", "nitro_module",
    ];

    /// <summary>Every kind, in the order of their numbers.</summary>
    public static ImmutableArray<PlatformIdentityKind> All { get; } = [.. Enum.GetValues<PlatformIdentityKind>()];

    /// <summary>The name of a kind, for example <c>ppid</c>.</summary>
    public static string Text(this PlatformIdentityKind kind) => Texts[(int)kind];

    /// <summary>Whether values of a kind name one machine, device or chip, not a provider or a product.</summary>
    public static bool NamesMachine(this PlatformIdentityKind kind) =>
        kind is not (PlatformIdentityKind.CloudProvider or PlatformIdentityKind.ArmImplementation);

    /// <summary>Finds a kind by its exact name.</summary>
    public static bool TryParse(string? text, out PlatformIdentityKind kind)
    {
        var index = text is null ? -1 : Texts.IndexOf(text);
        kind = (PlatformIdentityKind)Math.Max(index, 0);
        return index >= 0;
    }
}
