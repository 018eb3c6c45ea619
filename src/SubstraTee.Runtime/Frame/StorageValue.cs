using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>One value.</summary>
internal sealed class StorageValue<T>(
    string pallet, string name, ScaleCodec<T> codec, StorageEntryModifier modifier, T defaultValue, string docs)
    : StorageItem<T>(pallet, name, codec, modifier, defaultValue, docs)
{
    public T Get(RuntimeContext context) => Read(context, Prefix);

    public bool TryGet(RuntimeContext context, [MaybeNullWhen(false)] out T value) => TryRead(context, Prefix, out value);

    public bool Exists(RuntimeContext context) => context.State.Contains(Prefix.Span);

    public void Set(RuntimeContext context, T value) => Write(context, Prefix, value);

    public void Kill(RuntimeContext context) => context.State.Remove(Prefix.Span);

    protected override (ImmutableArray<StorageHasher> Hashers, uint? Key) DescribeKey(TypeRegistryBuilder registry) => ([], null);
}
