using System.Collections.Immutable;

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

    /// <summary>Finds a kind by its exact name.</summary>
    public static bool TryParse(string? text, out EvidenceKind kind)
    {
        var index = text is null ? -1 : Texts.IndexOf(text);
        kind = (EvidenceKind)Math.Max(index, 0);
        return index >= 0;
    }
}
