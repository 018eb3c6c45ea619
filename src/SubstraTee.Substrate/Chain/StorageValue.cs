using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>A plain value of a chain's storage, found by name, as a C# type.</summary>
public sealed class StorageValue<T>
{
    private readonly ScaleCodec<T> _codec;

    /// <summary>Finds the value and compares its type with the codec.</summary>
    /// <exception cref="ChainLacksException">The chain has no such value, or it has another type.</exception>
    public StorageValue(ChainMetadata chain, string pallet, string item, ScaleCodec<T> codec)
    {
        Storage = chain.Storage(pallet, item);
        _codec = codec;
        StorageForm.Check(chain, Storage, codec);
    }

    /// <summary>The item as the chain has it.</summary>
    public ChainStorage Storage { get; }

    /// <summary>Where it lies.</summary>
    public StorageKey Key => Storage.Prefix;

    /// <summary>Reads a stored value.</summary>
    /// <exception cref="ScaleException">The bytes are no such value.</exception>
    public T Decode(ReadOnlySpan<byte> stored) => _codec.Decode(stored);

    /// <summary>What a reader gets where nothing is stored; for optional items that is no value of its own.</summary>
    public T Default() => _codec.Decode(Storage.Entry.Default.AsSpan());
}
