namespace SubstraTee.Trie;

/// <summary>What a trie and its snapshots agree on: the state version that the links kept in their nodes belong to.</summary>
/// <remarks>
/// Nodes are shared between snapshots, which other threads may hash. As all of a lineage write links of one version, two
/// that fill in the same link write the same bytes.
/// </remarks>
internal sealed class TrieLineage
{
    private const int Unset = -1;

    private int _version = Unset;

    /// <summary>True when links are, or from now on will be, of this version.</summary>
    public bool Adopt(StateVersion version)
    {
        var before = Interlocked.CompareExchange(ref _version, (int)version, Unset);
        return before == Unset || before == (int)version;
    }
}
