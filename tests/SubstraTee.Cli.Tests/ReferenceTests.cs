using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>The pages that are made of the program: what they say is what it does.</summary>
/// <remarks>To write them anew: <c>SUBSTRATEE_UPDATE_DOCS=1 ./test --filter ReferenceTests</c>.</remarks>
public partial class ReferenceTests
{
    private static readonly CliCommand Root = RootCommandTree.Build();

    [Fact]
    public void The_page_of_commands_is_their_help() => Page("docs/cli.md", CommandsPage());

    [Fact]
    public void The_page_of_errors_is_the_catalog() => Page("docs/errors.md", ErrorsPage());

    [Fact]
    public void Every_code_in_the_sources_is_in_the_catalog_and_the_other_way_round()
    {
        var used = RepositoryFiles.EndingWith(".cs")
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && !path.Contains("/ErrorCatalog", StringComparison.Ordinal))
            .SelectMany(path => Code().Matches(RepositoryFiles.Read(path)).Select(match => match.Value))
            .ToHashSet(StringComparer.Ordinal);
        var known = ErrorCatalog.All.Select(entry => entry.Code).ToList();
        Findings.None("codes that no entry of the catalog explains", used.Except(known, StringComparer.Ordinal));
        Findings.None("entries of the catalog that nothing reports", known.Except(used, StringComparer.Ordinal));
        Assert.Equal(known.Count, known.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_command_has_a_sentence_and_examples_and_every_option_a_description() => Findings.None(
        "help that is not there",
        from command in Commands()
        from missing in (string?[])
        [
            string.IsNullOrEmpty(command.Description) ? "description" : null,
            command.Examples.IsEmpty ? "examples" : null,
            .. command.Options.Where(option => string.IsNullOrEmpty(option.Description)).Select(option => option.Name),
            .. command.Arguments.Where(argument => string.IsNullOrEmpty(argument.Description)).Select(argument => argument.Name),
        ]
        where missing is not null
        select $"{command.FullName}: {missing}");

    [Fact]
    public void Every_example_is_understood() => Findings.None(
        "examples that the parser refuses",
        from command in Commands()
        from example in command.Examples
        where example.Line.StartsWith("substratee ", StringComparison.Ordinal)
        let line = example.Line.Split('<', '>')[0].Replace("…", new string('0', 64), StringComparison.Ordinal)
        let words = Word().Matches(line).Select(match => match.Value.Trim('"')).Skip(1).ToList()
        let parsed = Root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null })
        let fault = UsageCheck.FaultOf(parsed)
        where fault is not null
        select $"{example.Line}: {fault.Message}");

    private static void Page(string path, string expected)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("SUBSTRATEE_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == expected,
            $"{path} is not what the program says: write it anew with SUBSTRATEE_UPDATE_DOCS=1 ./test --filter {nameof(ReferenceTests)}");
    }

    private static IEnumerable<CliCommand> Commands()
    {
        var open = new Stack<CliCommand>([Root]);
        while (open.TryPop(out var command))
        {
            yield return command;
            foreach (var child in command.Subcommands.OfType<CliCommand>().Where(one => !one.Hidden).Reverse())
            {
                open.Push(child);
            }
        }
    }

    private static string CommandsPage()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Commands

            Made of the program's own help (`substratee COMMAND --help`); a test keeps it so. Results go to stdout, everything else
            to stderr; with `--json` the result is one document whose `schema` names its form. Errors: [errors.md](errors.md).

            """);
        foreach (var command in Commands())
        {
            using var text = new StringWriter { NewLine = "\n" };
            HelpWriter.Write(command, text);
            page.Append($"\n## {command.FullName}\n\n```text\n{text.ToString().TrimEnd()}\n```\n");
        }

        return page.ToString();
    }

    private static string ErrorsPage()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Errors

            Every error that a user can meet, by code. The same code stands on the terminal, in JSON (`code`) and here. Codes keep
            their meaning; a number is never given a second one. Made of the program's catalog; a test keeps it so.

            | family | about |
            |---|---|
            | A | attestation and trust |
            | B | mistakes of the program |
            | C | chain |
            | E | enclave and worker |
            | N | network, ports and folders of servers |
            | U | usage |
            | W | WebAssembly modules |

            | exit code | meaning |
            |---|---|
            | 0 | done |
            | 1 | refused by the chain or the enclave |
            | 2 | wrong use |
            | 3 | not found |
            | 4 | no connection |
            | 5 | verification failed |
            | 6 | too late |
            | 7 | unsafe without a flag that accepts it |
            | 70 | a mistake in the program |
            | 78 | configuration of the host |
            | 130 | stopped by Ctrl+C or SIGTERM |

            """);
        foreach (var entry in ErrorCatalog.All.OrderBy(entry => entry.Code, StringComparer.Ordinal))
        {
            page.Append($"\n## {entry.Code}\n\n**{char.ToUpperInvariant(entry.Title[0])}{entry.Title[1..]}.** Exit code {entry.Exit}.\n\n");
            page.Append($"{entry.Meaning}\n\n*Try:* {entry.Try}.\n");
        }

        return page.ToString();
    }

    [GeneratedRegex(@"STEE-[A-Z]\d{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("\"[^\"]*\"|\\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
