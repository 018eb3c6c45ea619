using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>How a map's keys are encoded and hashed.</summary>
internal readonly record struct MapKey<TKey>(StorageHasher Hasher, ScaleCodec<TKey> Codec)
{
    /// <summary>The key below <paramref name="prefix"/> in the state.</summary>
    public StorageKey Below(StorageKey prefix, RuntimeContext context, TKey key) =>
        prefix.Append(Hasher, context.Encode(Codec, key));
}
