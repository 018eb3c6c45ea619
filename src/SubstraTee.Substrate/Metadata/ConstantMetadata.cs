using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>A pallet's constant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">The encoded value.</param>
/// <param name="Docs">Lines of documentation.</param>
public sealed record ConstantMetadata(string Name, uint Type, ImmutableArray<byte> Value, ImmutableArray<string> Docs);
