using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Testing;
using SubstraTee.Trie;

namespace SubstraTee.LightClient.Tests;

public class BodyAndStateTests
{
    private static readonly Voters Three = new(0, 3);

    [Fact]
    public void A_body_is_believed_only_whole_in_order_and_unchanged()
    {
        ReadOnlyMemory<byte>[] body = [.. Enumerable.Range(0, 70).Select(i => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)i, 40 + i).ToArray())];
        var header = Final(Headers.Child(Headers.Genesis) with { ExtrinsicsRoot = VerifiedBody.RootOf(body) });

        Assert.True(VerifiedBody.TryVerify(header, body, out var verified));
        Assert.Equal(body.Length, verified.Extrinsics.Length);
        Assert.False(VerifiedBody.TryVerify(header, body[..^1], out _));
        Assert.False(VerifiedBody.TryVerify(header, [.. body, body[0]], out _));
        Assert.False(VerifiedBody.TryVerify(header, [body[1], body[0], .. body[2..]], out _));
        Assert.False(VerifiedBody.TryVerify(header, [.. body[..3], new byte[] { 1 }, .. body[4..]], out _));
        Assert.False(VerifiedBody.TryVerify(header, body, out _, StateVersion.V1));
        Assert.False(VerifiedBody.TryVerify(header, [], out _));
    }

    [Fact]
    public void State_is_read_by_proof_and_absence_is_proved_too()
    {
        var trie = new StateTrie();
        for (byte i = 0; i < 50; i++)
        {
            trie.Set(Key(i).Span, [i, 0, 0, 0]);
        }

        trie.Set(":odd"u8, [1]);
        var root = trie.Root(StateVersion.V1);
        var present = Key(7);
        var absent = new StorageKey([7, 1, 3]);
        var odd = StorageKey.WellKnown(":odd");
        var proof = ReadProof.Create(trie, [present.ToArray(), absent.ToArray(), odd.ToArray()], StateVersion.V1);
        var header = Final(Headers.Child(Headers.Genesis) with { StateRoot = root });

        Assert.True(ChainState.TryOpen(header, [.. proof.Select(node => (ReadOnlyMemory<byte>)node)], ProofLimits.Default, out var state, out _));
        Assert.Equal(new StateRead<uint>(StateReadKind.Present, 7), state.Read(present, Scale.U32));
        Assert.Equal(StateReadKind.Absent, state.Read(absent, Scale.U32).Kind);
        Assert.Equal(StateReadKind.Malformed, state.Read(odd, Scale.U32).Kind);
        Assert.Equal(StateReadKind.NotInProof, state.Read(Key(9), Scale.U32).Kind);

        var other = Final(Headers.Child(Headers.Genesis) with { StateRoot = Headers.Filled(4) });
        Assert.False(ChainState.TryOpen(other, [.. proof.Select(node => (ReadOnlyMemory<byte>)node)], ProofLimits.Default, out _, out var error));
        Assert.Equal(TrieProofFault.RootMismatch, error.Fault);
    }

    [VectorFact]
    public void A_read_proof_of_a_live_network_gives_its_value()
    {
        using var vector = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf("lightclient/proof-polkadot-genesis.json")));
        var root = vector.RootElement;
        ReadOnlyMemory<byte>[] nodes = [.. root.GetProperty("nodes").EnumerateArray().Select(node => (ReadOnlyMemory<byte>)Hex.Decode(node.GetString()!))];
        var header = Final(Headers.Child(Headers.Genesis) with { StateRoot = Hash256.Parse(root.GetProperty("root").GetString()!) });

        Assert.True(ChainState.TryOpen(header, nodes, ProofLimits.Default, out var state, out var error), error.ToString());
        var seen = 0;
        foreach (var one in root.GetProperty("values").EnumerateObject())
        {
            Assert.Equal(one.Value.GetString(), Hex.Encode(state.Read(new StorageKey(Hex.Decode(one.Name))).Value.Span));
            seen++;
        }

        Assert.True(seen > 0);
        Assert.Equal(ProvenReadKind.Absent, state.Read(new StorageKey(Hex.Decode(root.GetProperty("absent").GetString()!))).Kind);
        Assert.Equal(ProvenReadKind.NotInProof, state.Read(new StorageKey(Hex.Decode(root.GetProperty("incomplete").GetString()!))).Kind);
    }

    // Long enough that its node does not lie inside its parent's.
    private static StorageKey Key(byte number) => new([number, .. new byte[40]]);

    private static FinalizedHeader Final(BlockHeader header)
    {
        var chain = new FinalityChain(Headers.Genesis.Hash(), 0, Headers.Genesis.Hash(), Three.Set);
        Assert.True(chain.TryImport([header], Three.JustifyEncoded(header), out var finalized, out _));
        return finalized[0];
    }
}
