using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>The names of <see cref="SkippableCheck"/>, as <c>--allow-missing</c> takes them.</summary>
public static class SkippableChecks
{
    private static readonly ImmutableArray<string> Texts = ["pck-crl", "ark-crl", "cose-alg", "cca-realm", "root-crl"];

    /// <summary>Every check, in the order of their numbers.</summary>
    public static ImmutableArray<SkippableCheck> All { get; } = [.. Enum.GetValues<SkippableCheck>()];

    /// <summary>The name of a check, for example <c>pck-crl</c>.</summary>
    public static string Text(this SkippableCheck check) => Texts[(int)check];

    /// <summary>Finds a check by its exact name.</summary>
    public static bool TryParse(string? text, out SkippableCheck check)
    {
        var index = text is null ? -1 : Texts.IndexOf(text);
        check = (SkippableCheck)Math.Max(index, 0);
        return index >= 0;
    }
}
