using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>Values under two keys each.</summary>
internal sealed class StorageDoubleMap<TKey1, TKey2, T>(
    string pallet, string name, MapKey<TKey1> first, MapKey<TKey2> second, ScaleCodec<T> codec, string docs)
    : StorageItem<T>(pallet, name, codec, StorageEntryModifier.Optional, default!, docs)
{
    public bool TryGet(RuntimeContext context, TKey1 key1, TKey2 key2, [MaybeNullWhen(false)] out T value) =>
        TryRead(context, KeyOf(context, key1, key2), out value);

    public bool Contains(RuntimeContext context, TKey1 key1, TKey2 key2) =>
        context.State.Contains(KeyOf(context, key1, key2).Span);

    public void Set(RuntimeContext context, TKey1 key1, TKey2 key2, T value) =>
        Write(context, KeyOf(context, key1, key2), value);

    public void Remove(RuntimeContext context, TKey1 key1, TKey2 key2) => context.State.Remove(KeyOf(context, key1, key2).Span);

    /// <summary>The values under a first key, at most as many as said.</summary>
    public IEnumerable<T> Under(RuntimeContext context, TKey1 key1, int limit)
    {
        foreach (var key in context.State.Keys(first.Below(Prefix, context, key1).Memory).Take(limit))
        {
            if (TryRead(context, new StorageKey(key), out var value))
            {
                yield return value;
            }
        }
    }

    private StorageKey KeyOf(RuntimeContext context, TKey1 key1, TKey2 key2) =>
        second.Below(first.Below(Prefix, context, key1), context, key2);

    protected override (ImmutableArray<StorageHasher> Hashers, uint? Key) DescribeKey(TypeRegistryBuilder registry) => (
        [first.Hasher, second.Hasher],
        Scale.Tuple(first.Codec, second.Codec).Describe(registry));
}
