namespace SubstraTee.Stf;

/// <summary>A shard's keyed state as an STF sees it. Keys are ordered as unsigned bytes.</summary>
/// <remarks>What a call writes is dropped when the call fails.</remarks>
public interface IStfState
{
    /// <summary>The most bytes a key has.</summary>
    const int MaxKeyBytes = 256;

    /// <summary>The most bytes a value has.</summary>
    const int MaxValueBytes = 1024 * 1024;

    /// <summary>Reads a value.</summary>
    bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value);

    /// <summary>Writes a value; during a query this throws <see cref="InvalidOperationException"/>.</summary>
    void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Removes a value if there is one; during a query this throws <see cref="InvalidOperationException"/>.</summary>
    void Remove(ReadOnlySpan<byte> key);
}
