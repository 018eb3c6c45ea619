using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary>Writes the help of a command: examples first, then every option with its default.</summary>
internal static class HelpWriter
{
    private const int Width = 100;
    private const int MaxFirstColumn = 34;

    /// <summary>Writes the help of a command.</summary>
    public static void Write(CliCommand command, TextWriter output)
    {
        output.WriteLine(command.Description);
        Section(output, "Usage", [($"{command.FullName}{Shape(command)}", string.Empty)]);
        Section(output, "Examples", [.. command.Examples.Select(example => (example.Line, example.Says))], sideBySide: false);
        Section(output, "Commands", [.. command.Subcommands.Where(one => !one.Hidden).Select(one => (one.Name, one.Description ?? string.Empty))]);
        Section(output, "Arguments", [.. command.Arguments.Select(one => ($"<{one.HelpName ?? one.Name}>", Describe(one)))]);
        Section(output, "Options", [.. command.Options.Where(one => !one.Hidden && !one.Recursive).Select(Row)]);
        Section(output, "Options of every command", [.. RootCommandTree.Shared(command).Select(Row)]);
    }

    private static string Shape(CliCommand command)
    {
        var arguments = string.Concat(command.Arguments.Select(one =>
            one.Arity.MinimumNumberOfValues == 0 ? $" [{one.HelpName ?? one.Name}]" : $" <{one.HelpName ?? one.Name}>"));
        var further = command.Subcommands.Count == 0 ? string.Empty : command.Runs ? " [command]" : " <command>";
        return $"{further}{arguments} [options]";
    }

    private static (string, string) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        var value = option.ValueType == typeof(bool) ? string.Empty : $" <{option.HelpName ?? option.Name.TrimStart('-')}>";
        return (names + value, Describe(option) + (option.Required ? " [required]" : string.Empty));
    }

    private static string Describe(Option option) => option.HasDefaultValue && option.ValueType != typeof(bool)
        ? $"{option.Description} [default: {option.GetDefaultValue()}]"
        : option.Description ?? string.Empty;

    private static string Describe(Argument argument) => argument.HasDefaultValue
        ? $"{argument.Description} [default: {argument.GetDefaultValue()}]"
        : argument.Description ?? string.Empty;

    private static void Section(TextWriter output, string title, IReadOnlyList<(string First, string Second)> rows, bool sideBySide = true)
    {
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{title}:");
        var column = sideBySide ? Math.Min(MaxFirstColumn, rows.Max(row => row.First.Length)) : MaxFirstColumn;
        foreach (var (first, second) in rows)
        {
            var lines = Wrap(second, Width - column - 4);
            if (!sideBySide || first.Length > column)
            {
                output.WriteLine($"  {first}");
                var indent = sideBySide ? column + 4 : 6;
                foreach (var line in sideBySide ? lines : Wrap(second, Width - indent))
                {
                    output.WriteLine(new string(' ', indent) + line);
                }

                continue;
            }

            for (var i = 0; i < lines.Count; i++)
            {
                output.WriteLine($"  {(i == 0 ? first : string.Empty).PadRight(column)}  {lines[i]}".TrimEnd());
            }
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { string.Empty };
        foreach (var word in text.Split(' '))
        {
            var line = lines[^1];
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(word);
            }
            else
            {
                lines[^1] = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        return lines;
    }
}
