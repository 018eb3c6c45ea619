using System.Collections.Immutable;
using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary>A command with examples; one without work of its own only holds others.</summary>
internal class CliCommand : Command
{
    public CliCommand(string name, string description, params ImmutableArray<Example> examples)
        : base(name, description)
    {
        Examples = examples;
        // The parser only has to know that there is work; Application does it.
        SetAction(static _ => ExitCodes.Ok);
    }

    /// <summary>How it is used, the most common first.</summary>
    public ImmutableArray<Example> Examples { get; }

    /// <summary>True when it does something without a further word.</summary>
    public virtual bool Runs => false;

    /// <summary>What one types to get here, for example <c>substratee account show</c>.</summary>
    public string FullName => Parents.OfType<CliCommand>().FirstOrDefault() is { } parent ? $"{parent.FullName} {Name}" : Name;

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    public virtual Task<int> RunAsync(Invocation run, CancellationToken cancellationToken) =>
        throw CliErrors.SubcommandMissing(this);
}
