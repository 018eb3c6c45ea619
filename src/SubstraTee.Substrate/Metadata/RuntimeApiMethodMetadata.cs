using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>A method of a runtime API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">Name and type of each argument.</param>
/// <param name="Output">The type of its answer.</param>
/// <param name="Docs">Lines of documentation.</param>
public sealed record RuntimeApiMethodMetadata(
    string Name, ImmutableArray<(string Name, uint Type)> Inputs, uint Output, ImmutableArray<string> Docs);
