using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Trie.Tests;

public class ReadProofTests
{
    [Theory]
    [InlineData(31, StateVersion.V0)]
    [InlineData(32, StateVersion.V1)]
    [InlineData(33, StateVersion.V1)]
    public void A_proof_of_any_keys_shows_their_values_or_absence(int seed, StateVersion version)
    {
        var random = new Random(seed);
        var trie = new StateTrie();
        var model = Model.New();
        for (var round = 0; round < 60; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                Model.Step(random, trie, model);
            }

            var keys = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Model.Key(random)).Concat(model.Keys.Take(2)).ToArray();
            var proof = ReadProof.Create(trie, keys, version);
            var root = trie.Root(version);
            Assert.True(ReadProof.TryVerify(root, Memory(proof), keys, ProofLimits.Default, out var reads, out var error), $"{seed}: {error}");
            for (var i = 0; i < keys.Length; i++)
            {
                AssertRead(model.GetValueOrDefault(keys[i]), reads[i]);
            }

            Assert.True(VerifiedState.TryOpen(root, Shuffled(random, proof), ProofLimits.Default, out var state, out _));
            for (var i = 0; i < 30; i++)
            {
                AssertNotWrong(model, state, Model.Key(random));
            }
        }
    }

    [Theory]
    [InlineData(StateVersion.V0)]
    [InlineData(StateVersion.V1)]
    public void Every_key_of_a_state_can_be_proven(StateVersion version)
    {
        var trie = Numbered(700);
        var root = trie.Root(version);
        foreach (var (key, value) in trie.Entries())
        {
            var proof = ReadProof.Create(trie, [key], version);
            Assert.True(VerifiedState.TryOpen(root, proof, ProofLimits.Default, out var state, out var error), error.ToString());
            Assert.Equal(ProvenReadKind.Present, state.Read(key).Kind);
            Assert.Equal(value.ToArray(), state.Read(key).Value.ToArray());
        }
    }

    [Theory]
    [InlineData(41, StateVersion.V0)]
    [InlineData(42, StateVersion.V1)]
    public void Any_flipped_bit_makes_a_proof_invalid(int seed, StateVersion version)
    {
        var random = new Random(seed);
        var trie = Numbered(300);
        trie.Set("long"u8, Enumerable.Repeat((byte)7, 100).ToArray());
        var root = trie.Root(version);
        var proof = ReadProof.Create(trie, [NumberedKey(3), NumberedKey(999), "long"u8.ToArray()], version);
        for (var node = 0; node < proof.Count; node++)
        {
            for (var at = 0; at < proof[node].Length; at++)
            {
                var changed = proof.Select(n => n.ToArray()).ToArray();
                changed[node][at] ^= (byte)(1 << random.Next(8));
                Assert.False(VerifiedState.TryOpen(root, changed, ProofLimits.Default, out _, out var error));
                Assert.Equal("proof_invalid", error.Code);

                var lenient = ProofLimits.Default with { AllowUnusedNodes = true };
                if (VerifiedState.TryOpen(root, changed, lenient, out var state, out _))
                {
                    Assert.NotEqual(ProvenReadKind.Absent, state.Read("long"u8).Kind);
                    Assert.NotEqual(ProvenReadKind.Present, state.Read(NumberedKey(999)).Kind);
                    var value = state.Read(NumberedKey(3));
                    Assert.True(value.Kind == ProvenReadKind.NotInProof || value.Value.Span.SequenceEqual(NumberedValue(3)));
                }
            }
        }
    }

    [Fact]
    public void A_proof_that_lacks_a_node_at_its_end_is_incomplete_and_one_with_a_gap_is_invalid()
    {
        var trie = Numbered(5000);
        trie.Set(NumberedKey(8), new byte[50]);
        var root = trie.Root(StateVersion.V1);
        byte[][] keys = [NumberedKey(8)];
        var proof = ReadProof.Create(trie, keys, StateVersion.V1);
        var incomplete = 0;
        for (var i = 0; i < proof.Count; i++)
        {
            var lacking = proof.Where((_, index) => index != i).ToArray();
            Assert.False(ReadProof.TryVerify(root, Memory(lacking), keys, ProofLimits.Default, out _, out var error));
            incomplete += error.IsIncomplete ? 1 : 0;
            Assert.Equal(error.IsIncomplete ? "proof_incomplete" : "proof_invalid", error.Code);

            Assert.True(
                VerifiedState.TryOpen(root, lacking, ProofLimits.Default with { AllowUnusedNodes = true }, out var state, out error)
                || error.Fault == TrieProofFault.RootMismatch);
            Assert.Equal(ProvenReadKind.NotInProof, state?.Read(keys[0]).Kind ?? ProvenReadKind.NotInProof);
        }

        Assert.Equal(1, incomplete);
    }

    [Fact]
    public void Unused_repeated_and_foreign_nodes_are_invalid()
    {
        var trie = Numbered(500);
        var root = trie.Root(StateVersion.V1);
        var proof = ReadProof.Create(trie, [NumberedKey(1)], StateVersion.V1);
        AssertFault(TrieProofFault.UnusedNode, root, [.. proof, "stranger"u8.ToArray()]);
        AssertFault(TrieProofFault.DuplicateNode, root, [.. proof, proof[0]]);
        AssertFault(TrieProofFault.RootMismatch, StateTrie.EmptyRoot, [.. proof]);
        AssertFault(TrieProofFault.MissingNode, root, []);
    }

    [Fact]
    public void Limits_are_kept_before_work_is_done()
    {
        var trie = Numbered(500);
        var root = trie.Root(StateVersion.V1);
        var proof = ReadProof.Create(trie, [NumberedKey(1)], StateVersion.V1);
        var bytes = proof.Sum(n => n.Length);
        var exact = new ProofLimits(proof.Count, bytes, MaxDepth: proof.Count);
        Assert.True(VerifiedState.TryOpen(root, proof, exact, out _, out _));
        AssertFault(TrieProofFault.TooManyNodes, root, proof, exact with { MaxNodes = proof.Count - 1 });
        AssertFault(TrieProofFault.TooManyBytes, root, proof, exact with { MaxBytes = bytes - 1 });
        AssertFault(TrieProofFault.TooDeep, root, proof, exact with { MaxDepth = proof.Count - 1 });
    }

    [Fact]
    public void A_small_graph_that_unfolds_into_a_huge_tree_takes_little_work()
    {
        // Each node's sixteen children are the same node; whole bytes of key need two levels a byte.
        var node = (byte[])[0x41, 0x01, 31 << 2, .. new byte[31]];
        var nodes = new List<byte[]> { node };
        for (var level = 0; level < 63; level++)
        {
            var link = (byte[])[0x80, .. Crypto.Blake2b.Hash256(node).ToArray()];
            node = [0x80, 0xFF, 0xFF, .. Enumerable.Repeat(link, 16).SelectMany(l => l)];
            nodes.Add(node);
        }

        var root = Crypto.Blake2b.Hash256(node);
        Assert.True(VerifiedState.TryOpen(root, nodes, ProofLimits.Default, out var state, out var error), error.ToString());
        Assert.False(state.TryReadPrefix([], 1000, out _, out error));
        Assert.Equal(TrieProofFault.TooManyEntries, error.Fault);
        byte[] key = [.. Enumerable.Repeat((byte)0x5A, 31), 0xA1];
        Assert.Equal(ProvenReadKind.Present, state.Read(key).Kind);
        AssertFault(TrieProofFault.TooDeep, root, nodes, ProofLimits.Default with { MaxDepth = 63 });
    }

    [Fact]
    public void A_value_that_is_not_at_a_whole_byte_of_key_is_malformed()
    {
        var leaf = (byte[])[0x41, 0x01, 31 << 2, .. new byte[31]];
        AssertFault(TrieProofFault.MalformedNode, Crypto.Blake2b.Hash256(leaf), [leaf]);
    }

    [Fact]
    public void The_proof_of_a_prefix_shows_all_its_entries_and_that_there_are_no_others()
    {
        var random = new Random(51);
        var trie = new StateTrie();
        var model = Model.New();
        for (var i = 0; i < 400; i++)
        {
            Model.Step(random, trie, model);
        }

        foreach (var version in (StateVersion[])[StateVersion.V0, StateVersion.V1])
        {
            for (var i = 0; i < 50; i++)
            {
                var key = Model.Key(random);
                var prefix = key[..Math.Min(key.Length, random.Next(4))];
                var proof = ReadProof.CreateForPrefix(trie, prefix, version);
                Assert.True(VerifiedState.TryOpen(trie.Root(version), proof, ProofLimits.Default, out var state, out var error), error.ToString());
                Assert.True(state.TryReadPrefix(prefix, int.MaxValue, out var entries, out error), error.ToString());
                Assert.Equal(Model.Below(model, prefix), entries.Select(e => e.Key));
                Assert.All(entries, e => Assert.Equal(model[e.Key], e.Value.ToArray()));
            }
        }
    }

    [Fact]
    public void A_prefix_that_the_proof_covers_in_part_is_incomplete()
    {
        var trie = Numbered(500);
        var proof = ReadProof.Create(trie, [NumberedKey(1)], StateVersion.V1);
        Assert.True(VerifiedState.TryOpen(trie.Root(StateVersion.V1), proof, ProofLimits.Default, out var state, out _));
        Assert.False(state.TryReadPrefix([], 1000, out var entries, out var error));
        Assert.Empty(entries);
        Assert.Equal("proof_incomplete", error.Code);
    }

    [Fact]
    public void An_empty_state_proves_that_every_key_is_absent()
    {
        var proof = ReadProof.Create(new StateTrie(), ["a"u8.ToArray()], StateVersion.V1);
        foreach (var nodes in (byte[][][])[[.. proof], []])
        {
            Assert.True(VerifiedState.TryOpen(StateTrie.EmptyRoot, nodes, ProofLimits.Default, out var state, out _));
            Assert.Equal(ProvenReadKind.Absent, state.Read("a"u8).Kind);
            Assert.True(state.TryReadPrefix([], 0, out _, out _));
        }
    }

    [Fact]
    public void What_was_verified_cannot_be_changed_from_outside()
    {
        var trie = new StateTrie();
        trie.Set("a"u8, "right"u8);
        var proof = ReadProof.Create(trie, ["a"u8.ToArray()], StateVersion.V1);
        Assert.True(VerifiedState.TryOpen(trie.Root(StateVersion.V1), proof, ProofLimits.Default, out var state, out _));
        Array.Clear(proof[0]);
        Assert.Equal("right"u8, state.Read("a"u8).Value.Span);
    }

    private static void AssertFault(TrieProofFault fault, Hash256 root, IReadOnlyList<byte[]> nodes, ProofLimits? limits = null)
    {
        Assert.False(VerifiedState.TryOpen(root, nodes, limits ?? ProofLimits.Default, out _, out var error));
        Assert.Equal(fault, error.Fault);
        Assert.NotEmpty(error.ToString());
    }

    private static void AssertNotWrong(SortedDictionary<byte[], byte[]> model, VerifiedState state, byte[] key)
    {
        var read = state.Read(key);
        if (read.Kind != ProvenReadKind.NotInProof)
        {
            AssertRead(model.GetValueOrDefault(key), read);
        }
    }

    private static void AssertRead(byte[]? expected, ProvenRead read)
    {
        Assert.Equal(expected is null ? ProvenReadKind.Absent : ProvenReadKind.Present, read.Kind);
        Assert.Equal(expected ?? [], read.Value.ToArray());
    }

    private static ReadOnlyMemory<byte>[] Memory(IEnumerable<byte[]> nodes) => [.. nodes.Select(n => (ReadOnlyMemory<byte>)n)];

    private static ReadOnlyMemory<byte>[] Shuffled(Random random, IEnumerable<byte[]> nodes)
    {
        var memory = Memory(nodes);
        random.Shuffle(memory);
        return memory;
    }

    private static StateTrie Numbered(int entries)
    {
        var trie = new StateTrie();
        for (var i = 0; i < entries; i++)
        {
            trie.Set(NumberedKey(i), NumberedValue(i));
        }

        return trie;
    }

    private static byte[] NumberedValue(int number) =>
        [.. Enumerable.Repeat((byte)number, number % 3 == 0 ? 40 : 20)];

    private static byte[] NumberedKey(int number) =>
        Crypto.Blake2b.Hash256(Encoding.ASCII.GetBytes($"key {number}")).ToArray();
}
