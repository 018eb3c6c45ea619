using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>Roots of tries that are not kept.</summary>
public static class TrieRoot
{
    /// <summary>The root over the entries; of equal keys the last one counts.</summary>
    public static Hash256 Compute(IEnumerable<KeyValuePair<byte[], byte[]>> entries, StateVersion version)
    {
        var trie = new StateTrie();
        foreach (var (key, value) in entries)
        {
            trie.Set(key, value);
        }

        return trie.Root(version);
    }

    /// <summary>The root over a list, each value under its index as a SCALE compact integer: an extrinsics root.</summary>
    /// <remarks>Substrate's <c>ordered_trie_root</c>. The version is that of the runtime's system version (0 below 2).</remarks>
    public static Hash256 Ordered(IReadOnlyList<ReadOnlyMemory<byte>> values, StateVersion version)
    {
        var trie = new StateTrie();
        Span<byte> key = stackalloc byte[4];
        for (var i = 0; i < values.Count; i++)
        {
            var length = CompactLength.Write(i, key);
            trie.Set(key[..length], values[i].Span);
        }

        return trie.Root(version);
    }
}
