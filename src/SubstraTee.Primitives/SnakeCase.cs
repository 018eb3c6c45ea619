namespace SubstraTee.Primitives;

/// <summary>Names of codes and states as JSON, messages and metrics write them.</summary>
public static class SnakeCase
{
    /// <summary>A name in Pascal case with underscores before its inner capitals, all lower case: <c>NotServing</c> is <c>not_serving</c>.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.Select((letter, at) =>
            char.IsAsciiLetterUpper(letter) ? $"{(at > 0 ? "_" : string.Empty)}{char.ToLowerInvariant(letter)}" : $"{letter}"));
    }
}
