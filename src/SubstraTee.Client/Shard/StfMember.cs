using System.Collections.Immutable;

namespace SubstraTee.Client;

/// <summary>A call or getter of a state transition function, as its schema describes it.</summary>
/// <param name="Name">Its name in lower case, words joined by <c>-</c>.</param>
/// <param name="Index">The byte that stands for it.</param>
/// <param name="Arguments">Its arguments in order.</param>
/// <param name="Docs">What it does.</param>
/// <param name="Answer">A getter's answer type, as one would write it; null for a call.</param>
public sealed record StfMember(
    string Name, byte Index, ImmutableArray<StfArgument> Arguments, string Docs, string? Answer);
