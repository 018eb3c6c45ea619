using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary>One run of the command line: from arguments to exit code.</summary>
internal static class Application
{
    /// <summary>Exit code of a program that a signal stopped, by the shells' convention.</summary>
    public const int Interrupted = 130;

    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs a command. Whatever goes wrong is printed, with a code and what to try.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliConsole console, CancellationToken cancellationToken)
    {
        var json = arguments.Contains(RootCommandTree.JsonName, StringComparer.Ordinal);
        try
        {
            return await DispatchAsync(RootCommandTree.Build().Parse(arguments, Parsing), console, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.Talk("stopped");
            return Interrupted;
        }
        catch (Exception fault)
        {
            var report = ErrorReport.Of(fault);
            report.Print(console, json, verbose: arguments.Contains(RootCommandTree.VerboseName, StringComparer.Ordinal));
            return report.ExitCode;
        }
    }

    private static async Task<int> DispatchAsync(ParseResult parsed, CliConsole console, CancellationToken cancellationToken)
    {
        var command = (CliCommand)parsed.CommandResult.Command;
        if (parsed.GetValue<bool>(RootCommandTree.HelpName) || parsed.Tokens.Count == 0)
        {
            HelpWriter.Write(command, console.Out);
            return ExitCodes.Ok;
        }

        if (command.Name == RootCommandTree.Name && parsed.GetValue<bool>(RootCommandTree.VersionName))
        {
            await console.Out.WriteLineAsync(RootCommandTree.Version).ConfigureAwait(false);
            return ExitCodes.Ok;
        }

        if (UsageCheck.FaultOf(parsed) is { } wrong)
        {
            throw wrong;
        }

        return await command.RunAsync(new Invocation(console, parsed), cancellationToken).ConfigureAwait(false);
    }
}
