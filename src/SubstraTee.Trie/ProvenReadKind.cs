namespace SubstraTee.Trie;

/// <summary>What a proof says of a key.</summary>
public enum ProvenReadKind
{
    /// <summary>Nothing: a node or the value itself is not in the proof.</summary>
    NotInProof = 0,

    /// <summary>The key has no value.</summary>
    Absent,

    /// <summary>The key has the value.</summary>
    Present,
}
