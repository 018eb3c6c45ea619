namespace SubstraTee.Worker;

/// <summary>Names as JSON writes them.</summary>
internal static class SnakeCase
{
    /// <summary>A name in Pascal case with underscores before its inner capitals, all lower case.</summary>
    public static string Of(string name) => string.Concat(name.Select((c, i) =>
        char.IsAsciiLetterUpper(c) ? (i > 0 ? "_" : string.Empty) + char.ToLowerInvariant(c) : c.ToString()));
}
