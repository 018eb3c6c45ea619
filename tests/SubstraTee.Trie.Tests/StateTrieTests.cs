using System.Text;

namespace SubstraTee.Trie.Tests;

public class StateTrieTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Random_changes_agree_with_a_sorted_dictionary_and_the_specified_root(int seed)
    {
        var random = new Random(seed);
        var trie = new StateTrie();
        var model = Model.New();
        var snapshots = new List<(StateTrie Trie, SortedDictionary<byte[], byte[]> Model)>();
        for (var step = 0; step < 1500; step++)
        {
            Model.Step(random, trie, model);
            if (step % 50 == 0)
            {
                Model.AssertEqual(seed, random, model, trie);
            }

            if (step % 200 == 0)
            {
                snapshots.Add((trie.Snapshot(), Model.Copy(model)));
            }
        }

        foreach (var (snapshot, expected) in snapshots)
        {
            Model.AssertEqual(seed, random, expected, snapshot);
        }
    }

    [Fact]
    public void Removing_everything_in_any_order_leads_back_through_the_same_roots()
    {
        var random = new Random(11);
        var keys = Enumerable.Range(0, 60).Select(_ => Model.Key(random)).Distinct(ByteKeys.Comparer).ToArray();
        var trie = new StateTrie();
        var roots = new List<Primitives.Hash256>();
        foreach (var key in keys)
        {
            roots.Add(trie.Root(StateVersion.V1));
            trie.Set(key, Encoding.ASCII.GetBytes(Convert.ToHexString(key)));
        }

        for (var i = keys.Length - 1; i >= 0; i--)
        {
            Assert.True(trie.Remove(keys[i]));
            Assert.False(trie.Remove(keys[i]));
            Assert.Equal(roots[i], trie.Root(StateVersion.V1));
        }

        Assert.Equal(0, trie.Count);
    }

    [Fact]
    public void A_snapshot_keeps_its_contents_and_root_when_the_original_changes()
    {
        var trie = new StateTrie();
        trie.Set("alice"u8, "1"u8);
        trie.Set("alicia"u8, "2"u8);
        var root = trie.Root(StateVersion.V1);
        var snapshot = trie.Snapshot();
        trie.Set("alice"u8, "3"u8);
        trie.Remove("alicia"u8);
        snapshot.Set("bob"u8, "4"u8);
        snapshot.Remove("bob"u8);
        Assert.Equal(root, snapshot.Root(StateVersion.V1));
        Assert.True(snapshot.TryGet("alicia"u8, out var value));
        Assert.Equal("2"u8, value.Span);
        Assert.False(trie.Contains("alicia"u8));
        Assert.NotEqual(root, trie.Root(StateVersion.V1));
    }

    [Fact]
    public void Roots_of_both_layouts_may_be_asked_of_one_trie_in_turn()
    {
        var random = new Random(5);
        var trie = new StateTrie();
        var model = Model.New();
        for (var i = 0; i < 300; i++)
        {
            Model.Step(random, trie, model);
        }

        var snapshot = trie.Snapshot();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ReferenceTrie.Root(model, StateVersion.V0), trie.Root(StateVersion.V0).ToArray());
            Assert.Equal(ReferenceTrie.Root(model, StateVersion.V1), trie.Root(StateVersion.V1).ToArray());
            Assert.Equal(ReferenceTrie.Root(model, StateVersion.V1), snapshot.Root(StateVersion.V1).ToArray());
        }
    }

    [Fact]
    public void Entries_go_over_the_state_at_the_time_of_asking()
    {
        var trie = new StateTrie();
        for (var i = 0; i < 100; i++)
        {
            trie.Set([(byte)i, 7], [1]);
        }

        var seen = 0;
        foreach (var key in trie.Keys())
        {
            trie.Remove(key);
            trie.Set([200, (byte)seen], [2]);
            seen++;
        }

        Assert.Equal(100, seen);
        Assert.Equal(100, trie.Count);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(30_000)]
    public void A_root_costs_what_changed_and_not_what_there_is(int entries)
    {
        var trie = Numbered(entries);
        trie.Root(StateVersion.V1);
        var before = trie.HashesComputed;
        trie.Root(StateVersion.V1);
        Assert.Equal(before, trie.HashesComputed);

        trie.Set(NumberedKey(17), "changed"u8);
        trie.Root(StateVersion.V1);
        Assert.InRange(trie.HashesComputed - before, 2, 8);

        before = trie.HashesComputed;
        trie.Set(NumberedKey(17), "changed"u8);
        trie.Root(StateVersion.V1);
        Assert.Equal(before, trie.HashesComputed);

        for (var i = 0; i < 100; i++)
        {
            trie.Set(NumberedKey(i), "again"u8);
        }

        trie.Root(StateVersion.V1);
        Assert.InRange(trie.HashesComputed - before, 100, 600);
    }

    [Fact]
    public void A_snapshot_starts_with_the_hashes_that_are_known()
    {
        var trie = Numbered(5000);
        trie.Root(StateVersion.V1);
        var snapshot = trie.Snapshot();
        snapshot.Set(NumberedKey(3), "changed"u8);
        snapshot.Root(StateVersion.V1);
        Assert.InRange(snapshot.HashesComputed, 2, 8);
    }

    [Fact]
    public void An_unchanged_long_value_on_a_branch_is_hashed_once()
    {
        var trie = new StateTrie();
        trie.Set("k"u8, new byte[1000]);
        trie.Set("k1"u8, "a"u8);
        trie.Set("k2"u8, "b"u8);
        trie.Set("m"u8, "c"u8);
        trie.Root(StateVersion.V1);
        var before = trie.HashesComputed;
        trie.Set("k1"u8, "d"u8);
        trie.Root(StateVersion.V1);
        Assert.Equal(2, trie.HashesComputed - before);
    }

    [Fact]
    public async Task Snapshots_are_hashed_by_several_threads_at_once()
    {
        var trie = Numbered(3000);
        var expected = trie.Snapshot().Root(StateVersion.V1);
        for (var round = 0; round < 20; round++)
        {
            var fresh = Numbered(3000);
            var roots = await Task.WhenAll(
                Enumerable.Range(0, 4).Select(_ => fresh.Snapshot()).ToArray()
                    .Select((snapshot, i) => Task.Run(() => snapshot.Root(i == 3 ? StateVersion.V0 : StateVersion.V1))));
            Assert.Equal([expected, expected, expected], roots[..3]);
        }
    }

    [Fact]
    public void Keys_and_values_may_be_empty()
    {
        var trie = new StateTrie();
        trie.Set([], []);
        Assert.True(trie.TryGet([], out var value));
        Assert.True(value.IsEmpty);
        Assert.Equal([[]], trie.Keys());
        Assert.Null(trie.NextKey([]));
        trie.Set([0], []);
        Assert.Equal([0], trie.NextKey([])!);
        Assert.Equal(2, trie.RemovePrefix([]));
        Assert.Equal(StateTrie.EmptyRoot, trie.Root(StateVersion.V1));
    }

    [Fact]
    public void A_key_longer_than_a_path_can_be_is_refused()
    {
        var trie = new StateTrie();
        trie.Set(new byte[StateTrie.MaxKeyLength], [1]);
        Assert.Throws<ArgumentException>(() => trie.Set(new byte[StateTrie.MaxKeyLength + 1], [1]));
        Assert.Equal(
            ReferenceTrie.Root(Model.Of(([.. new byte[StateTrie.MaxKeyLength]], [1])), StateVersion.V1),
            trie.Root(StateVersion.V1).ToArray());
    }

    [Fact]
    public void Thousands_of_nested_keys_need_no_deep_stack()
    {
        var trie = new StateTrie();
        for (var length = 0; length < 4000; length++)
        {
            trie.Set(new byte[length], [1]);
        }

        trie.Root(StateVersion.V0);
        trie.Root(StateVersion.V1);
        Assert.Equal(4000, trie.Keys().Count());
        Assert.Equal(4000, trie.RemovePrefix([]));
    }

    private static StateTrie Numbered(int entries)
    {
        var trie = new StateTrie();
        for (var i = 0; i < entries; i++)
        {
            trie.Set(NumberedKey(i), Encoding.ASCII.GetBytes($"value {i} of some length"));
        }

        return trie;
    }

    private static byte[] NumberedKey(int number) =>
        Crypto.Blake2b.Hash256(Encoding.ASCII.GetBytes($"key {number}")).ToArray();
}
