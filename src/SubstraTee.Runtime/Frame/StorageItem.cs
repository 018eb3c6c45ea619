using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>A value or map in a pallet's storage.</summary>
internal abstract class StorageItem
{
    protected StorageItem(string pallet, string name, string docs)
    {
        Prefix = StorageKey.Prefix(pallet, name);
        Name = name;
        Docs = docs;
    }

    public string Name { get; }

    public string Docs { get; }

    /// <summary>The key of a value; what all keys of a map begin with.</summary>
    public StorageKey Prefix { get; }

    /// <summary>The item as metadata describes it.</summary>
    public abstract StorageEntryMetadata Describe(TypeRegistryBuilder registry);
}

/// <summary>What values and maps have in common: how one value is read and written.</summary>
internal abstract class StorageItem<T> : StorageItem
{
    private readonly ScaleCodec<T> _codec;
    private readonly StorageEntryModifier _modifier;
    private readonly T _default;

    protected StorageItem(
        string pallet, string name, ScaleCodec<T> codec, StorageEntryModifier modifier, T defaultValue, string docs)
        : base(pallet, name, docs)
    {
        _codec = codec;
        _modifier = modifier;
        _default = defaultValue;
    }

    public sealed override StorageEntryMetadata Describe(TypeRegistryBuilder registry)
    {
        var (hashers, key) = DescribeKey(registry);
        ImmutableArray<byte> absent = _modifier == StorageEntryModifier.Optional ? [0] : [.. _codec.Encode(_default)];
        return new StorageEntryMetadata(Name, _modifier, hashers, key, _codec.Describe(registry), absent, [Docs]);
    }

    protected abstract (ImmutableArray<StorageHasher> Hashers, uint? Key) DescribeKey(TypeRegistryBuilder registry);

    /// <summary>Reads the value, or the item's default. Bytes that are no such value count as absent, as in FRAME.</summary>
    protected T Read(RuntimeContext context, StorageKey key) => TryRead(context, key, out var value) ? value : _default;

    protected bool TryRead(RuntimeContext context, StorageKey key, [MaybeNullWhen(false)] out T value)
    {
        if (context.State.TryGet(key.Span, out var bytes))
        {
            return _codec.TryDecode(bytes.Span, out value, out _);
        }

        value = default;
        return false;
    }

    protected void Write(RuntimeContext context, StorageKey key, T value) =>
        context.State.Set(key.Span, context.Encode(_codec, value));
}
