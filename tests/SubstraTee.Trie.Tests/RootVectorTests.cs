using System.Text.Json;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Trie.Tests;

public class RootVectorTests
{
    public static TheoryData<string> Files { get; } =
        ["1c1", "scv", "pk_branch", "pk_branch2", "hex_long", "10000_node", "mixed-values"];

    [VectorTheory]
    [MemberData(nameof(Files))]
    public void Roots_of_both_layouts_equal_the_published_ones(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf($"substrate/trie-{name}.json")));
        var entries = document.RootElement.GetProperty("entries").EnumerateArray()
            .Select(e => KeyValuePair.Create(Hex.Decode(e[0].GetString()!), Hex.Decode(e[1].GetString()!)))
            .ToArray();
        var expectedV0 = document.RootElement.GetProperty("rootV0").GetString();
        var expectedV1 = document.RootElement.GetProperty("rootV1").GetString();
        Assert.Equal(expectedV0, TrieRoot.Compute(entries, StateVersion.V0).ToString());
        Assert.Equal(expectedV1, TrieRoot.Compute(entries, StateVersion.V1).ToString());
        Array.Reverse(entries);
        Assert.Equal(expectedV1, TrieRoot.Compute(entries, StateVersion.V1).ToString());
    }

    [VectorFact]
    public void Root_without_entries_is_the_published_one()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf("substrate/trie-mixed-values.json")));
        var expected = document.RootElement.GetProperty("emptyRoot").GetString();
        Assert.Equal(expected, StateTrie.EmptyRoot.ToString());
        Assert.Equal(expected, TrieRoot.Compute([], StateVersion.V1).ToString());
    }

    [VectorFact]
    public void Extrinsics_root_of_a_recorded_block_is_recomputed()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf("lightclient/block-frnk-not-grandpa.json")));
        var block = document.RootElement.GetProperty("block");
        var extrinsics = block.GetProperty("extrinsics").EnumerateArray()
            .Select(e => (ReadOnlyMemory<byte>)Hex.Decode(e.GetString()!))
            .ToArray();
        var expected = block.GetProperty("header").GetProperty("extrinsicsRoot").GetString();
        Assert.Equal(expected, TrieRoot.Ordered(extrinsics, StateVersion.V0).ToString());
    }
}
