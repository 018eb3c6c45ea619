using System.Diagnostics.CodeAnalysis;
using SubstraTee.Codec;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.LightClient;

/// <summary>The part of a final block's state that a read proof shows.</summary>
public sealed class ChainState
{
    private ChainState(FinalizedHeader header, VerifiedState state)
    {
        Header = header;
        State = state;
    }

    /// <summary>The block after which the state is so.</summary>
    public FinalizedHeader Header { get; }

    /// <summary>The state by keys.</summary>
    public VerifiedState State { get; }

    /// <summary>Checks a read proof against the header's state root.</summary>
    public static bool TryOpen(
        FinalizedHeader header,
        IReadOnlyList<ReadOnlyMemory<byte>> proof,
        ProofLimits limits,
        [NotNullWhen(true)] out ChainState? state,
        out TrieProofError error)
    {
        state = VerifiedState.TryOpen(header.Header.StateRoot, proof, limits, out var verified, out error)
            ? new ChainState(header, verified)
            : null;
        return state is not null;
    }

    /// <summary>The bytes under a key.</summary>
    public ProvenRead Read(StorageKey key) => State.Read(key.Span);

    /// <summary>A value under a key that does not come from metadata.</summary>
    public StateRead<T> Read<T>(StorageKey key, ScaleCodec<T> codec) => Read(key, codec.Decode, static () => default);

    /// <summary>A plain value by its names in the metadata.</summary>
    public StateRead<T> Read<T>(StorageValue<T> value) =>
        Read(value.Key, value.Decode, () => value.Storage.Entry.Modifier == StorageEntryModifier.Default ? value.Default() : default);

    /// <summary>An entry of a map by its names in the metadata.</summary>
    public StateRead<TValue> Read<TKey, TValue>(StorageMap<TKey, TValue> map, TKey key) =>
        Read(map.Key(key), map.Decode, () => map.Storage.Entry.Modifier == StorageEntryModifier.Default ? map.Default() : default);

    /// <summary>An entry of a double map by its names in the metadata.</summary>
    public StateRead<TValue> Read<TKey1, TKey2, TValue>(StorageDoubleMap<TKey1, TKey2, TValue> map, TKey1 first, TKey2 second) => Read(
        map.Key(first, second), map.Decode, () => map.Storage.Entry.Modifier == StorageEntryModifier.Default ? map.Default() : default);

    private StateRead<T> Read<T>(StorageKey key, Decoder<T> decode, Func<T?> absent)
    {
        var read = State.Read(key.Span);
        try
        {
            return read.Kind switch
            {
                ProvenReadKind.Present => new(StateReadKind.Present, decode(read.Value.Span)),
                ProvenReadKind.Absent => new(StateReadKind.Absent, absent()),
                _ => new(StateReadKind.NotInProof, default),
            };
        }
        catch (ScaleException)
        {
            return new(StateReadKind.Malformed, default);
        }
    }

    private delegate T Decoder<out T>(ReadOnlySpan<byte> bytes);
}
