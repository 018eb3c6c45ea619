namespace SubstraTee.Trie.Tests;

/// <summary>A sorted dictionary driven beside a trie, and keys that share prefixes often.</summary>
internal static class Model
{
    public static SortedDictionary<byte[], byte[]> New() => new(ByteKeys.Comparer);

    public static SortedDictionary<byte[], byte[]> Copy(SortedDictionary<byte[], byte[]> model) => new(model, ByteKeys.Comparer);

    public static SortedDictionary<byte[], byte[]> Of(params (byte[] Key, byte[] Value)[] entries)
    {
        var model = New();
        foreach (var (key, value) in entries)
        {
            model[key] = value;
        }

        return model;
    }

    public static byte[] Key(Random random)
    {
        ReadOnlySpan<byte> alphabet = [0x00, 0x01, 0x10, 0x11, 0x1F, 0xF1, 0xFF];
        var length = random.Next(8) == 0 ? random.Next(40) : random.Next(5);
        var key = new byte[length];
        for (var i = 0; i < length; i++)
        {
            key[i] = alphabet[random.Next(alphabet.Length)];
        }

        return key;
    }

    public static byte[] Value(Random random)
    {
        var value = new byte[random.Next(6) switch { 0 => 0, 1 => 32, 2 => 33, 3 => random.Next(800), _ => random.Next(40) }];
        random.NextBytes(value);
        return value;
    }

    public static void Step(Random random, StateTrie trie, SortedDictionary<byte[], byte[]> model)
    {
        var key = Key(random);
        switch (random.Next(20))
        {
            case < 12:
                var value = Value(random);
                trie.Set(key, value);
                model[key] = value;
                break;
            case < 18:
                key = model.Count > 0 && random.Next(2) == 0 ? model.Keys.ElementAt(random.Next(model.Count)) : key;
                Assert.Equal(model.Remove(key), trie.Remove(key));
                break;
            default:
                var prefix = key[..Math.Min(key.Length, random.Next(1, 4))];
                // Seldom everything below a short prefix, or the state would stay small.
                var all = random.Next(prefix.Length < 2 ? 40 : 2) == 0;
                var limit = all ? int.MaxValue : random.Next(1, 5);
                var gone = Below(model, prefix).Take(limit).ToArray();
                Assert.Equal(gone.Length, trie.RemovePrefix(prefix, limit));
                Array.ForEach(gone, k => model.Remove(k));
                break;
        }
    }

    public static IEnumerable<byte[]> Below(SortedDictionary<byte[], byte[]> model, byte[] prefix) =>
        model.Keys.Where(k => k.AsSpan().StartsWith(prefix));

    public static void AssertEqual(int seed, Random random, SortedDictionary<byte[], byte[]> model, StateTrie trie)
    {
        Assert.True(model.Count == trie.Count, $"count differs with seed {seed}");
        Assert.Equal(
            model.Select(e => (Convert.ToHexString(e.Key), Convert.ToHexString(e.Value))),
            trie.Entries().Select(e => (Convert.ToHexString(e.Key), Convert.ToHexString(e.Value.Span))));
        for (var i = 0; i < 20; i++)
        {
            var key = Key(random);
            Assert.Equal(model.TryGetValue(key, out var expected), trie.TryGet(key, out var value));
            Assert.Equal(expected ?? [], value.ToArray());
            Assert.Equal(model.Keys.FirstOrDefault(k => ByteKeys.Comparer.Compare(k, key) > 0), trie.NextKey(key));
            var prefix = key[..Math.Min(key.Length, 2)];
            Assert.Equal(
                Below(model, prefix).Where(k => ByteKeys.Comparer.Compare(k, key) > 0), trie.Keys(prefix, startAfter: key));
        }

        Assert.Equal(ReferenceTrie.Root(model, StateVersion.V1), trie.Root(StateVersion.V1).ToArray());
        Assert.Equal(ReferenceTrie.Root(model, StateVersion.V0), trie.Snapshot().Root(StateVersion.V0).ToArray());
    }
}
