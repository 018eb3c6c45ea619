using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>A map of a chain's storage with two keys, found by name, as C# types.</summary>
public sealed class StorageDoubleMap<TKey1, TKey2, TValue>
{
    private readonly ScaleCodec<TKey1> _first;
    private readonly ScaleCodec<TKey2> _second;
    private readonly ScaleCodec<TValue> _value;

    /// <summary>Finds the map and compares its types with the codecs.</summary>
    /// <exception cref="ChainLacksException">The chain has no such map, or it has other types.</exception>
    public StorageDoubleMap(
        ChainMetadata chain, string pallet, string item, ScaleCodec<TKey1> first, ScaleCodec<TKey2> second, ScaleCodec<TValue> value)
    {
        Storage = chain.Storage(pallet, item);
        _first = first;
        _second = second;
        _value = value;
        StorageForm.Check(chain, Storage, value, first, second);
    }

    /// <summary>The item as the chain has it.</summary>
    public ChainStorage Storage { get; }

    /// <summary>Where the entry of those keys lies.</summary>
    public StorageKey Key(TKey1 first, TKey2 second)
    {
        var writer = new ScaleWriter(64);
        _second.Write(writer, second);
        return Prefix(first).Append(Storage.Entry.Hashers[1], writer.WrittenSpan);
    }

    /// <summary>What the keys of all entries with that first key begin with.</summary>
    public StorageKey Prefix(TKey1 first)
    {
        var writer = new ScaleWriter(64);
        _first.Write(writer, first);
        return Storage.Prefix.Append(Storage.Entry.Hashers[0], writer.WrittenSpan);
    }

    /// <summary>Reads a stored value.</summary>
    /// <exception cref="ScaleException">The bytes are no such value.</exception>
    public TValue Decode(ReadOnlySpan<byte> stored) => _value.Decode(stored);

    /// <summary>What a reader gets where nothing is stored; for optional items that is no value of its own.</summary>
    public TValue Default() => _value.Decode(Storage.Entry.Default.AsSpan());
}
