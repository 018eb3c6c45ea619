using System.Collections.Immutable;
using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Benchmarks;

/// <summary>What both sides work on, the same bytes for us and for the peers.</summary>
internal static class Inputs
{
    public const int EntryCount = 1000;
    public const int ProvenKeyCount = 10;

    public static ScaleCodec<ImmutableArray<(AccountId First, UInt128 Second)>> BalancesCodec { get; } =
        Scale.Vec(Scale.Tuple(Scale.AccountId, Scale.U128));

    public static ImmutableArray<(AccountId First, UInt128 Second)> Balances { get; } =
        [.. Enumerable.Range(0, EntryCount).Select(i => (new AccountId(Key(i)), (UInt128)i << 64))];

    /// <summary>Bytes 0, 1, 2, … of some length.</summary>
    public static byte[] Data(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)i)];

    /// <summary>The key of an entry: evenly spread, as hashed storage keys are.</summary>
    public static byte[] Key(int index) => Blake2b.Hash256(BitConverter.GetBytes(index)).Bytes.ToArray();

    /// <summary>A state of so many entries of 32 bytes.</summary>
    public static StateTrie State(int count)
    {
        var trie = new StateTrie();
        for (var i = 0; i < count; i++)
        {
            var key = Key(i);
            trie.Set(key, key);
        }

        return trie;
    }

    /// <summary>Keys that a proof is made for.</summary>
    public static IEnumerable<byte[]> ProvenKeys => Enumerable.Range(0, ProvenKeyCount).Select(i => Key(i * (EntryCount / ProvenKeyCount)));

    /// <summary>Writes the inputs for the peers as JSON.</summary>
    public static void Write(string file)
    {
        var trie = State(EntryCount);
        using var writer = new Utf8JsonWriter(File.Create(file));
        writer.WriteStartObject();
        writer.WriteString("balances", Hex.Encode(BalancesCodec.Encode(Balances)));
        writer.WriteString("root", trie.Root(StateVersion.V1).ToString());
        writer.WriteStartArray("entries");
        foreach (var (key, value) in trie.Entries())
        {
            writer.WriteStartArray();
            writer.WriteStringValue(Hex.Encode(key));
            writer.WriteStringValue(Hex.Encode(value.Span));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("proof");
        foreach (var node in ReadProof.Create(trie, ProvenKeys, StateVersion.V1))
        {
            writer.WriteStringValue(Hex.Encode(node));
        }

        writer.WriteEndArray();
        AttestationBenchmarks.Write(writer);
        writer.WriteEndObject();
    }
}
