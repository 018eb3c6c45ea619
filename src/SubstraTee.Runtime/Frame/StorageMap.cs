using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>Values under one key each.</summary>
internal sealed class StorageMap<TKey, T>(
    string pallet,
    string name,
    MapKey<TKey> mapKey,
    ScaleCodec<T> codec,
    StorageEntryModifier modifier,
    T defaultValue,
    string docs)
    : StorageItem<T>(pallet, name, codec, modifier, defaultValue, docs)
{
    public T Get(RuntimeContext context, TKey key) => Read(context, KeyOf(context, key));

    public bool TryGet(RuntimeContext context, TKey key, [MaybeNullWhen(false)] out T value) =>
        TryRead(context, KeyOf(context, key), out value);

    public bool Contains(RuntimeContext context, TKey key) => context.State.Contains(KeyOf(context, key).Span);

    public void Set(RuntimeContext context, TKey key, T value) => Write(context, KeyOf(context, key), value);

    public void Remove(RuntimeContext context, TKey key) => context.State.Remove(KeyOf(context, key).Span);

    /// <summary>Removes all entries.</summary>
    public void Clear(RuntimeContext context) => context.State.RemovePrefix(Prefix.Span);

    public StorageKey KeyOf(RuntimeContext context, TKey key) => mapKey.Below(Prefix, context, key);

    protected override (ImmutableArray<StorageHasher> Hashers, uint? Key) DescribeKey(TypeRegistryBuilder registry) =>
        ([mapKey.Hasher], mapKey.Codec.Describe(registry));
}
