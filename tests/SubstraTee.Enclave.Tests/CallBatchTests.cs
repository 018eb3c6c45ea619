using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf;
using SubstraTee.Stf.Counter;
using SubstraTee.Trie;

namespace SubstraTee.Enclave.Tests;

/// <summary>Requests of an import are opened and their signatures checked together; nobody can tell from what comes of them.</summary>
public sealed class CallBatchTests : IDisposable
{
    private static readonly KeyPair[] Signers =
    [
        .. new[] { KeyType.Sr25519, KeyType.Sr25519, KeyType.Sr25519, KeyType.Ed25519, KeyType.Ecdsa }
            .Select((type, i) => KeyPair.FromSecretUri($"//signer//{i}", type)),
    ];

    private readonly EpochSecrets _epoch = new(0, new SecretBytes(Fill(1)), new SecretBytes(Fill(2)));
    private readonly ShardContext _context;

    public CallBatchTests() => _context = new ShardContext(new Hash256(Fill(3)), new ShardId(Fill(4)), PolicyVersion: 0, _epoch);

    public void Dispose() => _epoch.Dispose();

    [Fact]
    public void Calls_opened_together_come_to_the_leaves_and_the_state_that_they_come_to_one_by_one()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            var envelopes = RandomEnvelopes(random, 48);
            var (together, togetherRoot) = Run(envelopes, atOnce: envelopes.Count, forget: false);
            var (some, someRoot) = Run(envelopes, atOnce: random.Next(2, 20), forget: false);
            var (alone, aloneRoot) = Run(envelopes, atOnce: 1, forget: true);
            Assert.True(togetherRoot == aloneRoot && someRoot == aloneRoot, $"states differ, seed {seed}");
            for (var i = 0; i < alone.Count; i++)
            {
                Assert.True(Same(alone[i], together[i]) && Same(alone[i], some[i]), $"leaf {i} differs, seed {seed}");
            }
        }
    }

    [Fact]
    public void Only_signatures_that_can_count_are_checked()
    {
        var alice = Signers[0];
        var first = Seal(Sign(alice, 0, 1));
        byte[][] envelopes =
        [
            first,
            first,
            Seal(Sign(alice, 1, 1)),
            Seal(Sign(alice, 9, 1)),
            Seal(Sign(alice, uint.MaxValue, 1)),
            Seal(Sign(alice, 2, 1) with { Shard = default }),
            Seal(Sign(alice, 2, 1) with { Signature = Signers[1].Sign([1]) }),
        ];
        using var opened = new CallOpener(_context).Open(new TrieOverlay(new StateTrie()), envelopes);
        Assert.Equal([true, true, true, null, null, null, false], opened.All.ToArray().Select(one => one.IsSigned));
    }

    private static byte[] Fill(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static bool Same(PublishedLeaf left, PublishedLeaf right) =>
        left.Leaf == right.Leaf && left.SealedOutcome.AsSpan().SequenceEqual(right.SealedOutcome);

    private (List<PublishedLeaf> Leaves, Hash256 Root) Run(List<byte[]> envelopes, int atOnce, bool forget)
    {
        var opener = new CallOpener(_context);
        var executor = new CallExecutor(new CounterStf(), _context);
        var state = new StateTrie();
        var leaves = new List<PublishedLeaf>();
        foreach (var chunk in envelopes.Chunk(atOnce))
        {
            var overlay = new TrieOverlay(state);
            using var opened = opener.Open(new TrieOverlay(state), chunk);
            for (var i = 0; i < chunk.Length; i++)
            {
                opened.All[i].IsSigned = forget ? null : opened.All[i].IsSigned;
                var position = new Position(7, (uint)leaves.Count);
                leaves.Add(executor.Execute(overlay, position, opened, i, new BlockInfo(7, 1)));
            }

            overlay.ApplyTo(state);
        }

        return (leaves, state.Root(StateVersion.V1));
    }

    private List<byte[]> RandomEnvelopes(Random random, int count)
    {
        var nonces = new uint[Signers.Length];
        var envelopes = new List<byte[]>(count);
        while (envelopes.Count < count)
        {
            var who = random.Next(Signers.Length);
            var call = Sign(Signers[who], nonces[who], (uint)random.Next(100));
            envelopes.Add(random.Next(12) switch
            {
                0 when envelopes.Count > 0 => envelopes[random.Next(envelopes.Count)],
                1 => Seal(call with { Signature = Signers[(who + 1) % Signers.Length].Sign([1]) }),
                2 => Seal(Sign(Signers[who], nonces[who] + (uint)random.Next(1, 3), 1)),
                3 => Seal(TrustedCallSigned.Sign(Signers[who], _context.Genesis, _context.Shard, 0, nonces[who], [99])),
                4 => Seal(call with { Genesis = default }),
                5 => Seal([1, 2, 3]),
                6 => new byte[random.Next(400)],
                _ => Good(call, ref nonces[who]),
            });
        }

        return envelopes;
    }

    private byte[] Good(TrustedCallSigned call, ref uint nonce)
    {
        nonce++;
        return Seal(call);
    }

    private TrustedCallSigned Sign(KeyPair signer, uint nonce, uint by) => TrustedCallSigned.Sign(
        signer, _context.Genesis, _context.Shard, 0, nonce, CounterCall.Codec.Encode(new CounterCall.Increment(by, null)));

    private byte[] Seal(TrustedCallSigned call) => Seal(TrustedCallSigned.Codec.Encode(call));

    private byte[] Seal(byte[] payload)
    {
        using var seed = new SecretBytes(Blake2b.Hash256(payload).ToArray());
        using var request = RequestCipher.Seal(DomainTag.Call, _context.Target, payload, seed);
        return request.Envelope.ToArray();
    }
}
