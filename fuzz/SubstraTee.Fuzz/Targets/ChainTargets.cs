using System.Buffers.Binary;
using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Fuzz;

/// <summary>What a chain's node sends: headers, justifications, proofs, metadata, extrinsics, events.</summary>
internal static class ChainTargets
{
    private static readonly ChainRuntime Runtime = new();
    private static readonly byte[] MetadataBytes = Runtime.Metadata(15)!.Value.ToArray();
    private static readonly ChainMetadata Chain = ChainMetadata.Decode(MetadataBytes);
    private static readonly ExtrinsicV4 Extrinsics = new(Chain);
    private static readonly EventReader Events = new(Chain);
    private static readonly FuzzVoters Voters = new(3);
    private static readonly BlockHeader Header = new(new Hash256(new byte[32]), 1, new Hash256(new byte[32]), new Hash256(new byte[32]), []);

    public static IEnumerable<IFuzzTarget> All =>
    [
        new CodecTarget<BlockHeader>("header", BlockHeader.Codec, Header),
        new FunctionTarget("justification", () => [Voters.Justify(Header)], input =>
            (int)GrandpaVerifier.Verify(input, Voters.Set, Header.Hash(), Header.Number)),
        new FunctionTarget("voter-change", VoterChanges, RunVoterChange),
        new FunctionTarget("finality-state", () => [new FinalityChain(Header.Hash(), 5, Header.Hash(), Voters.Set).Encode()], input =>
            !FinalityChain.TryDecode(input, out var chain) ? input.Length
                : input.SequenceEqual(chain!.Encode()) ? -1
                : throw new InvalidOperationException("finality state that it would not write")),
        new FunctionTarget("trie-proof", Proofs, RunProof),
        new FunctionTarget("metadata", () => [MetadataBytes, Runtime.Metadata(14)!.Value.ToArray()], input =>
            RuntimeMetadata.TryDecode(input, out var metadata, out var fault) ? -1 - metadata!.Pallets.Length : (int)fault.GetHashCode()),
        new FunctionTarget("extrinsic", SignedExtrinsics, RunExtrinsic),
        new FunctionTarget("events", () => [[0], [4, .. new byte[12]]], RunEvents),
    ];

    private static readonly ScaleCodec<(ImmutableArray<BlockHeader> Headers, byte[] Justification)> VoterChangeCodec =
        Scale.Tuple(Scale.Vec(BlockHeader.Codec), Scale.Bytes);

    private static IEnumerable<byte[]> VoterChanges()
    {
        foreach (var delay in new[] { 0u, 1u })
        {
            var log = new GrandpaConsensusLog.ScheduledChange(new LightClient.GrandpaScheduledChange(new FuzzVoters(2).Set.Authorities, delay));
            var announced = Header with { Digest = [new DigestItem.Consensus(ConsensusEngineId.Grandpa, [.. GrandpaConsensusLog.Codec.Encode(log)])] };
            var last = delay == 0 ? announced : Header with { Number = 2, ParentHash = announced.Hash() };
            yield return VoterChangeCodec.Encode((delay == 0 ? [announced] : [announced, last], Voters.Justify(last)));
        }
    }

    private static int RunVoterChange(ReadOnlySpan<byte> input)
    {
        if (!VoterChangeCodec.TryDecode(input, out var read, out var fault))
        {
            return (int)fault;
        }

        var found = VoterChange.TryFind(read.Headers, read.Justification, out var change);
        var followed = new VoterChange(read.Headers, read.Justification).TryFollow(Voters.Set, out _, out var error);
        return followed && !found ? throw new InvalidOperationException("a change that is not found") : followed ? -1 : 100 + (int)error.Fault;
    }

    private static IEnumerable<byte[]> Proofs()
    {
        var trie = new StateTrie();
        for (var i = 0; i < 50; i++)
        {
            var key = Blake2b.Hash256([(byte)i]).Bytes.ToArray();
            trie.Set(key, i % 5 == 0 ? new byte[40] : [(byte)i]);
        }

        foreach (var version in new[] { StateVersion.V0, StateVersion.V1 })
        {
            var nodes = ReadProof.Create(trie, [Blake2b.Hash256([3]).Bytes.ToArray(), [1, 2, 3]], version);
            var root = trie.Root(version);
            // The root's node first: that it hashes to the root is then true for mutated inputs too, and they get further.
            yield return Join(nodes.OrderByDescending(node => Blake2b.Hash256(node) == root));
        }
    }

    private static byte[] Join(IEnumerable<byte[]> nodes)
    {
        var writer = new ScaleWriter();
        foreach (var node in nodes)
        {
            writer.WriteU16((ushort)node.Length);
            writer.WriteRaw(node);
        }

        return writer.ToArray();
    }

    private static int RunProof(ReadOnlySpan<byte> input)
    {
        var nodes = new List<ReadOnlyMemory<byte>>();
        while (input.Length >= 2)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(input), input.Length - 2);
            nodes.Add(input.Slice(2, length).ToArray());
            input = input[(2 + length)..];
        }

        var root = nodes.Count == 0 ? new Hash256(new byte[32]) : Blake2b.Hash256(nodes[0].Span);
        if (!VerifiedState.TryOpen(root, nodes, ProofLimits.Default, out var state, out var error))
        {
            return error.GetHashCode();
        }

        return -1 - (int)state.Read([1, 2, 3]).Kind - (nodes.Count << 4);
    }

    private static IEnumerable<byte[]> SignedExtrinsics()
    {
        using var alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var context = new SigningContext(Runtime.Version.SpecVersion, Runtime.Version.TransactionVersion, Header.Hash());
        yield return Extrinsics.Sign([0, 0, 0], alice, SignedExtra.Immortal(3, context), context);
        yield return ExtrinsicV4.Unsigned([3, 0, 11]);
    }

    // The runtime and the client each have a reader of extrinsics.
    private static int RunExtrinsic(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var place = Extrinsics.TryDecode(bytes, out var extrinsic, out var fault) ? -1 : (int)fault;
        if (extrinsic is not null)
        {
            Calls.Identify(Chain, extrinsic.Call.Span);
            extrinsic.Hash();
        }

        return (place << 1) | (UncheckedExtrinsic.TryDecode(bytes, out _) ? 1 : 0);
    }

    private static int RunEvents(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        try
        {
            var events = Events.Read(bytes);
            foreach (var one in events)
            {
                Events.Contents(one);
            }

            Events.Outcomes(bytes, 4);
            return -1 - events.Length;
        }
        catch (ScaleException refused)
        {
            // Refusal with the kind of fault is what such bytes deserve; any other exception is a finding.
            return (int)refused.Fault;
        }
    }
}
