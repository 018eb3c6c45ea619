namespace SubstraTee.Cli;

/// <summary>Names of values as JSON and messages write them.</summary>
internal static class SnakeCase
{
    /// <summary>A name in Pascal case with underscores before its inner capitals, all lower case.</summary>
    public static string Of(string name) => string.Concat(name.Select((letter, at) =>
        char.IsAsciiLetterUpper(letter) ? $"{(at > 0 ? "_" : string.Empty)}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
