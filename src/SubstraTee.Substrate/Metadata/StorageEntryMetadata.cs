using System.Collections.Immutable;

namespace SubstraTee.Substrate;

/// <summary>A value or map in a pallet's storage.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Modifier">What a reader gets where nothing is stored.</param>
/// <param name="Hashers">One for each key of a map; empty for a plain value.</param>
/// <param name="KeyType">The type of a map's key, a tuple where there are several; null for a plain value.</param>
/// <param name="ValueType">The type of the value.</param>
/// <param name="Default">The encoded default.</param>
/// <param name="Docs">Lines of documentation.</param>
public sealed record StorageEntryMetadata(
    string Name,
    StorageEntryModifier Modifier,
    ImmutableArray<StorageHasher> Hashers,
    uint? KeyType,
    uint ValueType,
    ImmutableArray<byte> Default,
    ImmutableArray<string> Docs)
{
    /// <summary>True for a map.</summary>
    public bool IsMap => KeyType.HasValue;
}
