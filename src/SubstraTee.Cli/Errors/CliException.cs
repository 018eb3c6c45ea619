using System.Collections.Immutable;

namespace SubstraTee.Cli;

/// <summary>Something that the command line itself found: a code of the catalog, what happened, why, and what to try.</summary>
internal sealed class CliException(string code, string what, string why, ImmutableArray<string> tries, Exception? cause = null)
    : Exception($"{what}: {why}", cause)
{
    /// <summary>The code, an entry of <see cref="ErrorCatalog"/>.</summary>
    public string Code { get; } = code;

    /// <summary>What happened.</summary>
    public string What { get; } = what;

    /// <summary>Why.</summary>
    public string Why { get; } = why;

    /// <summary>What to try; empty leaves it to the catalog.</summary>
    public ImmutableArray<string> Tries { get; } = tries;
}
