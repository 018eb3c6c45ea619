using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>A part of the runtime: what it stores, offers and reports, declared once.</summary>
/// <remarks>
/// Calls, events and errors are nested types whose codecs are generated; storage and constants are declared in the
/// constructor. Metadata and execution both come from these declarations. Pallets hold no state of their own: one object
/// serves all blocks.
/// </remarks>
internal abstract class Pallet
{
    private readonly List<StorageItem> _storage = [];
    private readonly List<PalletConstant> _constants = [];

    protected Pallet(string name, byte index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>The name in metadata, and what storage keys are made from.</summary>
    public string Name { get; }

    /// <summary>The byte that stands for the pallet in calls, events and errors.</summary>
    public byte Index { get; }

    public IReadOnlyList<StorageItem> Storage => _storage;

    public IReadOnlyList<PalletConstant> Constants => _constants;

    /// <summary>One line for the metadata.</summary>
    public abstract string Docs { get; }

    public virtual IScaleCodec? CallCodec => null;

    public virtual IScaleCodec? EventCodec => null;

    public virtual IScaleCodec? ErrorCodec => null;

    /// <summary>Writes the pallet's part of the first state.</summary>
    public virtual void BuildGenesis(RuntimeContext context, GenesisConfig genesis)
    {
    }

    /// <summary>Runs before the first extrinsic of each block.</summary>
    public virtual void OnInitialize(RuntimeContext context)
    {
    }

    /// <summary>Runs after the last extrinsic of each block.</summary>
    public virtual void OnFinalize(RuntimeContext context)
    {
    }

    /// <summary>This pallet's error of that index.</summary>
    /// <param name="error">The error's index.</param>
    /// <param name="detail">What the error carries, at most three bytes.</param>
    protected DispatchError ErrorAt(byte error, ushort detail = 0) =>
        new DispatchError.Module(new ModuleError(Index, error | ((uint)detail << 8)));

    protected StorageValue<T> Value<T>(string name, ScaleCodec<T> codec, T defaultValue, string docs) =>
        Add(new StorageValue<T>(Name, name, codec, StorageEntryModifier.Default, defaultValue, docs));

    protected StorageValue<T> OptionalValue<T>(string name, ScaleCodec<T> codec, string docs) =>
        Add(new StorageValue<T>(Name, name, codec, StorageEntryModifier.Optional, default!, docs));

    protected StorageMap<TKey, T> Map<TKey, T>(MapKey<TKey> key, string name, ScaleCodec<T> codec, T defaultValue, string docs) =>
        Add(new StorageMap<TKey, T>(Name, name, key, codec, StorageEntryModifier.Default, defaultValue, docs));

    protected StorageMap<TKey, T> OptionalMap<TKey, T>(MapKey<TKey> key, string name, ScaleCodec<T> codec, string docs) =>
        Add(new StorageMap<TKey, T>(Name, name, key, codec, StorageEntryModifier.Optional, default!, docs));

    protected StorageDoubleMap<TKey1, TKey2, T> OptionalDoubleMap<TKey1, TKey2, T>(
        MapKey<TKey1> first, MapKey<TKey2> second, string name, ScaleCodec<T> codec, string docs) =>
        Add(new StorageDoubleMap<TKey1, TKey2, T>(Name, name, first, second, codec, docs));

    protected void Constant<T>(string name, ScaleCodec<T> codec, T value, string docs) =>
        _constants.Add(new PalletConstant(name, codec, [.. codec.Encode(value)], docs));

    private TItem Add<TItem>(TItem item)
        where TItem : StorageItem
    {
        _storage.Add(item);
        return item;
    }
}

/// <summary>A value that is fixed in the runtime and told in its metadata.</summary>
internal sealed record PalletConstant(string Name, IScaleCodec Codec, ImmutableArray<byte> Value, string Docs);
