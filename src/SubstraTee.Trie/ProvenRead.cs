namespace SubstraTee.Trie;

/// <summary>What a proof says of a key, and the value where there is one.</summary>
/// <param name="Kind">What the proof says.</param>
/// <param name="Value">The value when <see cref="ProvenReadKind.Present"/>, empty otherwise.</param>
public readonly record struct ProvenRead(ProvenReadKind Kind, ReadOnlyMemory<byte> Value)
{
    /// <summary>The proof says nothing of the key.</summary>
    public static ProvenRead NotInProof => default;

    /// <summary>The key is proven to have no value.</summary>
    public static ProvenRead Absent => new(ProvenReadKind.Absent, default);

    /// <summary>The key is proven to have the value.</summary>
    public static ProvenRead Present(ReadOnlyMemory<byte> value) => new(ProvenReadKind.Present, value);
}
