namespace SubstraTee.Trie.Tests;

public class TrieOverlayTests
{
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public void Random_nested_transactions_agree_with_copies_of_a_dictionary(int seed)
    {
        var random = new Random(seed);
        var trie = new StateTrie();
        var model = Model.New();
        for (var i = 0; i < 200; i++)
        {
            Model.Step(random, trie, model);
        }

        var overlay = new TrieOverlay(trie);
        var saved = new Stack<SortedDictionary<byte[], byte[]>>();
        for (var step = 0; step < 1500; step++)
        {
            Step(random, overlay, ref model, saved);
            if (step % 25 == 0)
            {
                AssertEqual(random, model, overlay);
            }
        }

        while (overlay.Depth > 0)
        {
            overlay.Commit();
        }

        var expected = ReferenceTrie.Root(model, StateVersion.V1);
        Assert.Equal(expected, overlay.Root(StateVersion.V1).ToArray());
        var replayed = trie.Snapshot();
        overlay.ApplyTo(trie);
        Model.AssertEqual(seed, random, model, trie);
        foreach (var (key, value) in overlay.Changes)
        {
            if (value is null)
            {
                replayed.Remove(key);
            }
            else
            {
                replayed.Set(key, value);
            }
        }

        Assert.Equal(expected, replayed.Root(StateVersion.V1).ToArray());
        Assert.Equal(overlay.Changes.Select(c => c.Key), overlay.Changes.Select(c => c.Key).Order(ByteKeys.Comparer));
    }

    [Fact]
    public void A_rolled_back_transaction_leaves_no_trace()
    {
        var trie = new StateTrie();
        trie.Set("a"u8, "1"u8);
        var overlay = new TrieOverlay(trie);
        overlay.Set("b"u8, "2"u8);
        overlay.Begin();
        overlay.Set("a"u8, "3"u8);
        overlay.Begin();
        overlay.Remove("b"u8);
        overlay.Set("c"u8, "4"u8);
        overlay.Commit();
        overlay.Rollback();
        Assert.Equal(1, overlay.ChangeCount);
        Assert.Equal("b"u8, overlay.Changes[0].Key);
        Assert.Equal("b"u8, overlay.NextKey("a"u8)!);
        Assert.Null(overlay.NextKey("b"u8));
    }

    [Fact]
    public void Transactions_that_do_not_match_are_refused()
    {
        var overlay = new TrieOverlay(new StateTrie());
        Assert.Throws<InvalidOperationException>(overlay.Commit);
        Assert.Throws<InvalidOperationException>(overlay.Rollback);
        overlay.Begin();
        Assert.Throws<InvalidOperationException>(() => overlay.ApplyTo(overlay.Backing));
    }

    [Fact]
    public void A_change_costs_no_hash()
    {
        var trie = new StateTrie();
        trie.Set("a"u8, "1"u8);
        var overlay = new TrieOverlay(trie);
        overlay.Set("b"u8, "2"u8);
        overlay.ApplyTo(trie);
        overlay.Clear();
        Assert.Equal(0, trie.HashesComputed);
        Assert.Empty(overlay.Changes);
        Assert.True(overlay.Contains("b"u8));
    }

    private static void Step(
        Random random,
        TrieOverlay overlay,
        ref SortedDictionary<byte[], byte[]> model,
        Stack<SortedDictionary<byte[], byte[]>> saved)
    {
        var key = Model.Key(random);
        switch (random.Next(24))
        {
            case < 10:
                var value = Model.Value(random);
                overlay.Set(key, value);
                model[key] = value;
                break;
            case < 16:
                Assert.Equal(model.Remove(key), overlay.Remove(key));
                break;
            case < 18:
                var prefix = key[..Math.Min(key.Length, 2)];
                var limit = random.Next(2) == 0 ? int.MaxValue : random.Next(4);
                var gone = Model.Below(model, prefix).Take(limit).ToArray();
                Assert.Equal(gone.Length, overlay.RemovePrefix(prefix, limit));
                foreach (var k in gone)
                {
                    model.Remove(k);
                }

                break;
            case < 20 when saved.Count < 5:
                overlay.Begin();
                saved.Push(Model.Copy(model));
                break;
            case < 22 when saved.Count > 0:
                overlay.Commit();
                saved.Pop();
                break;
            case >= 22 when saved.Count > 0:
                overlay.Rollback();
                model = saved.Pop();
                break;
        }

        Assert.Equal(saved.Count, overlay.Depth);
    }

    private static void AssertEqual(Random random, SortedDictionary<byte[], byte[]> model, TrieOverlay overlay)
    {
        Assert.Equal(model.Keys, overlay.Keys());
        for (var i = 0; i < 10; i++)
        {
            var key = Model.Key(random);
            Assert.Equal(model.TryGetValue(key, out var expected), overlay.TryGet(key, out var value));
            Assert.Equal(expected ?? [], value.ToArray());
            Assert.Equal(model.Keys.FirstOrDefault(k => ByteKeys.Comparer.Compare(k, key) > 0), overlay.NextKey(key));
            var prefix = key[..Math.Min(key.Length, 2)];
            Assert.Equal(
                Model.Below(model, prefix).Where(k => ByteKeys.Comparer.Compare(k, key) > 0),
                overlay.Keys(prefix, startAfter: key));
        }
    }
}
