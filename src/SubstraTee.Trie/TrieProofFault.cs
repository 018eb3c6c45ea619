namespace SubstraTee.Trie;

/// <summary>What is wrong with a proof.</summary>
public enum TrieProofFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A node is missing that is needed to tell.</summary>
    MissingNode,

    /// <summary>No node hashes to the root.</summary>
    RootMismatch,

    /// <summary>There are more nodes than allowed.</summary>
    TooManyNodes,

    /// <summary>The nodes have more bytes than allowed.</summary>
    TooManyBytes,

    /// <summary>The nodes lie deeper, or make longer keys, than allowed.</summary>
    TooDeep,

    /// <summary>A node is not in the one form that a trie gives it.</summary>
    MalformedNode,

    /// <summary>A node comes twice.</summary>
    DuplicateNode,

    /// <summary>The root does not lead to a node, as when a byte of it was changed.</summary>
    UnusedNode,

    /// <summary>There are more entries than asked for.</summary>
    TooManyEntries,
}
