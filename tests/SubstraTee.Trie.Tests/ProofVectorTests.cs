using System.Text.Json;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Trie.Tests;

public class ProofVectorTests
{
    public static TheoryData<string> Files { get; } = ["polkadot-genesis", "proof-decode-small"];

    [VectorTheory]
    [MemberData(nameof(Files))]
    public void A_recorded_proof_shows_the_recorded_values(string name)
    {
        using var vector = Vector.Read(name);
        Assert.True(VerifiedState.TryOpen(vector.Root, vector.Nodes, ProofLimits.Default, out var state, out var error), error.ToString());
        var values = vector.Json.GetProperty("values").EnumerateObject().ToArray();
        Assert.NotEmpty(values);
        foreach (var entry in values)
        {
            var read = state.Read(Hex.Decode(entry.Name));
            Assert.Equal(ProvenReadKind.Present, read.Kind);
            Assert.Equal(entry.Value.GetString(), Hex.Encode(read.Value.Span));
        }
    }

    [VectorTheory]
    [MemberData(nameof(Files))]
    public void A_recorded_proof_with_its_tampered_node_is_refused(string name)
    {
        using var vector = Vector.Read(name);
        var index = vector.Json.GetProperty("tamperedNodes").GetProperty("index").GetInt32();
        vector.Nodes[index][^1] ^= 0x01;
        Assert.False(VerifiedState.TryOpen(vector.Root, vector.Nodes, ProofLimits.Default, out _, out var error));
        Assert.Equal("proof_invalid", error.Code);
    }

    [VectorFact]
    public void Absent_and_incomplete_keys_of_a_recorded_proof_are_told_apart()
    {
        using var vector = Vector.Read("polkadot-genesis");
        Assert.True(VerifiedState.TryOpen(vector.Root, vector.Nodes, ProofLimits.Default, out var state, out _));
        Assert.Equal(ProvenReadKind.Absent, state.Read(Hex.Decode(vector.Json.GetProperty("absent").GetString()!)).Kind);
        Assert.Equal(ProvenReadKind.NotInProof, state.Read(Hex.Decode(vector.Json.GetProperty("incomplete").GetString()!)).Kind);
        var present = vector.Json.GetProperty("present");
        var read = state.Read(Hex.Decode(present.GetProperty("key").GetString()!));
        Assert.Equal(present.GetProperty("value").GetString(), Hex.Encode(read.Value.Span));
    }

    private sealed class Vector(JsonDocument document) : IDisposable
    {
        public JsonElement Json => document.RootElement;

        public Hash256 Root { get; } = Hash256.Parse(document.RootElement.GetProperty("root").GetString()!);

        public byte[][] Nodes { get; } =
            [.. document.RootElement.GetProperty("nodes").EnumerateArray().Select(n => Hex.Decode(n.GetString()!))];

        public static Vector Read(string name) =>
            new(JsonDocument.Parse(File.ReadAllText(Vectors.PathOf($"lightclient/proof-{name}.json"))));

        public void Dispose() => document.Dispose();
    }
}
