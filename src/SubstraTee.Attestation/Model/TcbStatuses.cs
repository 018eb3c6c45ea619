using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>The names of <see cref="TcbStatus"/>, exactly as Intel's collateral writes them.</summary>
public static class TcbStatuses
{
    private static readonly ImmutableArray<string> Texts = [.. Enum.GetValues<TcbStatus>().Select(status => status.ToString())];

    /// <summary>Every status, in the order of their numbers.</summary>
    public static ImmutableArray<TcbStatus> All { get; } = [.. Enum.GetValues<TcbStatus>()];

    /// <summary>The name of a status, for example <c>SWHardeningNeeded</c>.</summary>
    public static string Text(this TcbStatus status) => Texts[(int)status];

    /// <summary>Finds a status by its exact name; an unknown one has no meaning and must be refused.</summary>
    public static bool TryParse(string? text, out TcbStatus status)
    {
        var index = text is null ? -1 : Texts.IndexOf(text);
        status = index < 0 ? TcbStatus.NotSupported : (TcbStatus)index;
        return index >= 0;
    }
}
