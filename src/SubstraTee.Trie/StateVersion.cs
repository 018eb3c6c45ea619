namespace SubstraTee.Trie;

/// <summary>How values lie in the nodes of a state trie.</summary>
/// <remarks>Numbers as in <c>RuntimeVersion.state_version</c> of Substrate's runtimes.</remarks>
public enum StateVersion : byte
{
    /// <summary>Every value lies in its node.</summary>
    V0 = 0,

    /// <summary>Of a value longer than 32 bytes the node holds the Blake2b-256 hash only.</summary>
    V1 = 1,
}
