using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>A runtime API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Methods">What can be called, as <c>Name_method</c>.</param>
/// <param name="Docs">Lines of documentation.</param>
public sealed record RuntimeApiMetadata(string Name, ImmutableArray<RuntimeApiMethodMetadata> Methods, ImmutableArray<string> Docs);
