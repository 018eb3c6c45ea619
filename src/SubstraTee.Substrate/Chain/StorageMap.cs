using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>A map of a chain's storage with one key, found by name, as C# types.</summary>
public sealed class StorageMap<TKey, TValue>
{
    private readonly ScaleCodec<TKey> _key;
    private readonly ScaleCodec<TValue> _value;

    /// <summary>Finds the map and compares its types with the codecs.</summary>
    /// <exception cref="ChainLacksException">The chain has no such map, or it has other types.</exception>
    public StorageMap(ChainMetadata chain, string pallet, string item, ScaleCodec<TKey> key, ScaleCodec<TValue> value)
    {
        Storage = chain.Storage(pallet, item);
        _key = key;
        _value = value;
        StorageForm.Check(chain, Storage, value, key);
    }

    /// <summary>The item as the chain has it.</summary>
    public ChainStorage Storage { get; }

    /// <summary>What all keys of the map begin with.</summary>
    public StorageKey Prefix => Storage.Prefix;

    /// <summary>Where the entry of that key lies.</summary>
    public StorageKey Key(TKey key)
    {
        var writer = new ScaleWriter(64);
        _key.Write(writer, key);
        return Prefix.Append(Storage.Entry.Hashers[0], writer.WrittenSpan);
    }

    /// <summary>Reads a stored value.</summary>
    /// <exception cref="ScaleException">The bytes are no such value.</exception>
    public TValue Decode(ReadOnlySpan<byte> stored) => _value.Decode(stored);

    /// <summary>What a reader gets where nothing is stored; for optional items that is no value of its own.</summary>
    public TValue Default() => _value.Decode(Storage.Entry.Default.AsSpan());

    /// <summary>The map key in a storage key of this map.</summary>
    /// <exception cref="ScaleException">It is no key of this map.</exception>
    /// <exception cref="InvalidOperationException">The map's hasher does not keep the key.</exception>
    public TKey KeyOf(StorageKey storageKey)
    {
        var hasher = Storage.Entry.Hashers[0];
        if (!hasher.KeepsKey())
        {
            throw new InvalidOperationException($"{Storage.FullName} hashes its keys with {hasher}: they cannot be read back");
        }

        var from = StorageKey.PrefixLength + hasher.HashLength();
        return storageKey.StartsWith(Prefix) && storageKey.Length >= from
            ? _key.Decode(storageKey.Span[from..])
            : throw new ScaleException(ScaleFault.InvalidValue, 0);
    }
}
