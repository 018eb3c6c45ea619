using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>A value or map as the chain has it in its storage.</summary>
public sealed class ChainStorage
{
    internal ChainStorage(string pallet, string prefix, StorageEntryMetadata entry, ImmutableArray<uint> keyTypes)
    {
        Pallet = pallet;
        Entry = entry;
        KeyTypes = keyTypes;
        Prefix = StorageKey.Prefix(prefix, entry.Name);
    }

    /// <summary>The pallet's name.</summary>
    public string Pallet { get; }

    /// <summary>What the metadata says.</summary>
    public StorageEntryMetadata Entry { get; }

    /// <summary>The type of each key of a map.</summary>
    public ImmutableArray<uint> KeyTypes { get; }

    /// <summary>The key of a plain value; what the keys of a map begin with.</summary>
    public StorageKey Prefix { get; }

    /// <summary>Pallet and name with a dot between.</summary>
    public string FullName => $"{Pallet}.{Entry.Name}";

    /// <summary>The key under the encoded map keys; with fewer than the map has, what those below them begin with.</summary>
    /// <exception cref="ArgumentException">More keys than the map has.</exception>
    public StorageKey Key(params ReadOnlySpan<byte[]> encodedKeys)
    {
        if (encodedKeys.Length > Entry.Hashers.Length)
        {
            throw new ArgumentException($"{FullName} takes {Entry.Hashers.Length} keys, not {encodedKeys.Length}", nameof(encodedKeys));
        }

        var key = Prefix;
        for (var i = 0; i < encodedKeys.Length; i++)
        {
            key = key.Append(Entry.Hashers[i], encodedKeys[i]);
        }

        return key;
    }

    /// <inheritdoc/>
    public override string ToString() => FullName;

    internal static ImmutableArray<uint> KeyTypesOf(ImmutableArray<PortableType> types, StorageEntryMetadata entry) => entry switch
    {
        { KeyType: null } => [],
        { Hashers.Length: 1 } => [entry.KeyType.Value],
        { KeyType: { } key } when types[(int)key].Definition is TypeDefinition.Tuple tuple && tuple.Items.Length == entry.Hashers.Length =>
            tuple.Items,
        _ => [entry.KeyType.Value],
    };
}
