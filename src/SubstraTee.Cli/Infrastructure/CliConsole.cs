namespace SubstraTee.Cli;

/// <summary>What a command may touch of its surroundings: result, talk, input, environment.</summary>
/// <param name="out">Results, and nothing else.</param>
/// <param name="error">Progress, warnings and errors.</param>
/// <param name="in">Secrets that are not arguments.</param>
/// <param name="environment">Environment variables by name.</param>
/// <param name="colour">Whether <paramref name="error"/> is a terminal that wants colours.</param>
internal sealed class CliConsole(
    TextWriter @out, TextWriter error, TextReader @in, Func<string, string?> environment, bool colour)
{
    private const string Red = "\e[1;31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";

    /// <summary>Results, and nothing else.</summary>
    public TextWriter Out { get; } = @out;

    /// <summary>Progress, warnings and errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Secrets that are not arguments.</summary>
    public TextReader In { get; } = @in;

    /// <summary>The program's own console.</summary>
    public static CliConsole System() => new(
        Console.Out,
        TextWriter.Synchronized(Console.Error),
        Console.In,
        Environment.GetEnvironmentVariable,
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "");

    /// <summary>The value of an environment variable; null when it is not set or empty.</summary>
    public string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

    /// <summary>Says something that is no result.</summary>
    public void Talk(string line) => Error.WriteLine(line);

    /// <summary>Says something that must not be overlooked.</summary>
    public void Warn(string line) => Error.WriteLine(Paint(Yellow, $"warning: {line}"));

    /// <summary>A text that stands out where colours are wanted.</summary>
    public string Alarm(string text) => Paint(Red, text);

    private string Paint(string start, string text) => colour ? string.Concat(start, text, Plain) : text;
}
