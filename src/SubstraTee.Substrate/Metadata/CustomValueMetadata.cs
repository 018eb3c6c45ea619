using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>A further value in V15 metadata.</summary>
/// <param name="Name">Its name; names ascend.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">The encoded value.</param>
public sealed record CustomValueMetadata(string Name, uint Type, ImmutableArray<byte> Value);
