using System.Collections.Immutable;

namespace SubstraTee.Client;

/// <summary>Something a user can act on: what happened, why, and what to try, under a code that keeps its meaning.</summary>
/// <remarks>All codes and their pages: docs/errors.md.</remarks>
public sealed class ClientException : Exception
{
    /// <summary>Joins a code, what happened, why, and what to try.</summary>
    public ClientException(string code, string what, string why, ImmutableArray<string> tries, Exception? cause = null)
        : base($"{what}: {why}", cause)
    {
        Code = code;
        What = what;
        Why = why;
        Tries = tries;
    }

    /// <summary>The code, for example <c>STEE-C0002</c>.</summary>
    public string Code { get; }

    /// <summary>What happened.</summary>
    public string What { get; }

    /// <summary>Why, as far as is known.</summary>
    public string Why { get; }

    /// <summary>What to try, one thing a line.</summary>
    public ImmutableArray<string> Tries { get; }
}
