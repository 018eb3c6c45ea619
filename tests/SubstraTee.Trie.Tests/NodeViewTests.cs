using System.Numerics;

namespace SubstraTee.Trie.Tests;

public class NodeViewTests
{
    private static readonly byte[][] Corpus = BuildCorpus();

    public static TheoryData<string, string> Malformed { get; } = new()
    {
        { "no byte at all", "" },
        { "the reserved compact encoding", "01" },
        { "reserved prefix 0000", "0f" },
        { "an empty node with a byte behind", "0000" },
        { "a leaf whose padding is not zero", "41f100" },
        { "a leaf with a byte behind", "410100ff" },
        { "a leaf without its value", "4101" },
        { "a value length in two bytes that fits one", "41010100" },
        { "a value length in four bytes that fits two", "410102010000" },
        { "a value length in the big form", "41010300000040" },
        { "a value longer than the node", "410108aa" },
        { "a branch without children", "800000" },
        { "a branch with one child and no value", "80010008" + "4000" },
        { "a child of no bytes", "80030000" + "084000" },
        { "a child longer than a hash", "80030084" + "084000" },
        { "a child length in two bytes", "8003000900" + "4000" + "084000" },
        { "a branch cut short", "800300084000" },
        { "a path longer than the node", "7f0000" },
        { "a path length that never ends", "7f" + new string('f', 600) },
        { "a hashed value cut short", "2100" + new string('0', 62) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Anything_but_the_one_form_of_a_node_is_refused(string what, string hex) =>
        Assert.False(NodeView.TryDecode(Convert.FromHexString(hex), out _), what);

    [Fact]
    public void Every_node_of_a_trie_is_read_back_to_the_byte()
    {
        Assert.InRange(Corpus.Length, 100, 10_000);
        Assert.All(Corpus, bytes => Assert.Equal(bytes, Rewrite(bytes)));
    }

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    public void Mutated_nodes_are_refused_or_are_canonical_themselves(int seed)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var i = 0; i < 150_000; i++)
        {
            var bytes = Mutate(random, Corpus[random.Next(Corpus.Length)]);
            if (NodeView.TryDecode(bytes, out _))
            {
                accepted++;
                Assert.True(bytes.AsSpan().SequenceEqual(Rewrite(bytes)), $"seed {seed}: {Convert.ToHexString(bytes)}");
            }
        }

        Assert.True(accepted > 0);
    }

    [Fact]
    public void Random_proofs_are_answered_without_an_exception()
    {
        var random = new Random(63);
        for (var i = 0; i < 20_000; i++)
        {
            var nodes = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => Mutate(random, Corpus[random.Next(Corpus.Length)]))
                .ToArray();
            var root = Crypto.Blake2b.Hash256(nodes[0]);
            var limits = ProofLimits.Default with { AllowUnusedNodes = random.Next(2) == 0 };
            if (VerifiedState.TryOpen(root, nodes, limits, out var state, out var error))
            {
                state.Read(Model.Key(random));
                state.TryReadPrefix(Model.Key(random), 10, out _, out _);
            }
            else
            {
                Assert.NotEqual(TrieProofFault.None, error.Fault);
            }
        }
    }

    /// <summary>Writes anew, by the specification, what the view says of the bytes.</summary>
    private static byte[] Rewrite(byte[] bytes)
    {
        Assert.True(NodeView.TryDecode(bytes, out var node));
        if (node.IsEmpty)
        {
            return [0];
        }

        var written = new List<byte>();
        ReferenceTrie.Header(written, node.Bitmap != 0, node.HasValue, node.ValueIsHashed, node.PathLength);
        var odd = node.PathLength & 1;
        for (var i = -odd; i < node.PathLength; i += 2)
        {
            written.Add((byte)((i < 0 ? 0 : node.PathNibble(i) << 4) | node.PathNibble(i + 1)));
        }

        if (node.Bitmap != 0)
        {
            written.AddRange([(byte)node.Bitmap, (byte)(node.Bitmap >> 8)]);
        }

        if (node.HasValue)
        {
            var value = bytes[node.Value];
            written.AddRange(node.ValueIsHashed ? value : ReferenceTrie.Sized(value));
        }

        var children = 0;
        for (var nibble = 0; nibble < 16; nibble++)
        {
            if (node.TryGetChild(nibble, out var link))
            {
                children++;
                written.AddRange(ReferenceTrie.Sized(bytes[link]));
            }
        }

        Assert.Equal(BitOperations.PopCount((uint)node.Bitmap), children);
        return [.. written];
    }

    private static byte[] Mutate(Random random, byte[] source)
    {
        var bytes = source.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(random.Next(4) == 0 ? bytes.Count : Math.Min(bytes.Count, 6));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[][] BuildCorpus()
    {
        var random = new Random(60);
        var trie = new StateTrie();
        var model = Model.New();
        for (var i = 0; i < 400; i++)
        {
            Model.Step(random, trie, model);
        }

        trie.Set(new byte[300], [1]);
        var values = model.Values.ToHashSet(ByteKeys.Comparer);
        return [.. ReadProof.CreateForPrefix(trie, [], StateVersion.V0)
            .Concat(ReadProof.CreateForPrefix(trie.Snapshot(), [], StateVersion.V1))
            .Where(bytes => !values.Contains(bytes))];
    }
}
