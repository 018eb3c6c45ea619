using SubstraTee.Codec;

namespace SubstraTee.Stf;

/// <summary>A typed part of the state: values by key under a prefix of its own.</summary>
/// <param name="prefix">Told apart from every other map of the STF by its first byte.</param>
/// <param name="key">How keys are encoded.</param>
/// <param name="value">How values are encoded.</param>
public sealed class StateMap<TKey, TValue>(byte prefix, ScaleCodec<TKey> key, ScaleCodec<TValue> value)
{
    /// <summary>Reads a value, or gives <paramref name="absent"/>.</summary>
    public TValue Get(IStfState state, TKey of, TValue absent) =>
        state.TryGet(KeyOf(of), out var bytes) ? value.Decode(bytes.Span) : absent;

    /// <summary>Writes a value.</summary>
    public void Set(IStfState state, TKey of, TValue to) => state.Set(KeyOf(of), value.Encode(to));

    /// <summary>Removes a value if there is one.</summary>
    public void Remove(IStfState state, TKey of) => state.Remove(KeyOf(of));

    private ReadOnlySpan<byte> KeyOf(TKey of)
    {
        var writer = new ScaleWriter(64);
        writer.WriteByte(prefix);
        key.Write(writer, of);
        return writer.WrittenSpan;
    }
}
