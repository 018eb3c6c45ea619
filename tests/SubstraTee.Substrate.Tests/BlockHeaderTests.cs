using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

public class BlockHeaderTests
{
    [VectorFact]
    public void A_header_of_a_live_network_decodes_reencodes_and_hashes_as_published()
    {
        using var vector = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf("lightclient/header-polkadot-512271.json")));
        var root = vector.RootElement;
        var bytes = Hex.Decode(root.GetProperty("header").GetString()!);

        var header = BlockHeader.Codec.Decode(bytes);

        Assert.Equal(512271u, header.Number);
        Assert.Equal(root.GetProperty("parentHash").GetString(), header.ParentHash.ToString());
        Assert.Equal(root.GetProperty("stateRoot").GetString(), header.StateRoot.ToString());
        Assert.Equal(root.GetProperty("extrinsicsRoot").GetString(), header.ExtrinsicsRoot.ToString());
        Assert.Equal(root.GetProperty("hash").GetString(), header.Hash().ToString());
        Assert.Equal(bytes, BlockHeader.Codec.Encode(header));
        Assert.Equal(
            root.GetProperty("digestItems").EnumerateArray().Select(item => item.GetString()!),
            header.Digest.Select(item => item.GetType().Name),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Every_kind_of_digest_item_survives_encoding()
    {
        var header = new BlockHeader(
            new Hash256(new byte[32]),
            7,
            new Hash256(Enumerable.Repeat((byte)1, 32).ToArray()),
            new Hash256(Enumerable.Repeat((byte)2, 32).ToArray()),
            [
                new DigestItem.PreRuntime(ConsensusEngineId.Aura, [1, 2]),
                new DigestItem.Consensus(ConsensusEngineId.Grandpa, [3]),
                new DigestItem.Other([4, 5, 6]),
                new DigestItem.RuntimeEnvironmentUpdated(),
                new DigestItem.Seal(ConsensusEngineId.Babe, []),
            ]);

        var decoded = BlockHeader.Codec.Decode(BlockHeader.Codec.Encode(header));

        Assert.Equal(header, decoded);
        Assert.Equal(header.GetHashCode(), decoded.GetHashCode());
        Assert.NotEqual(header, decoded with { Digest = decoded.Digest.SetItem(0, new DigestItem.PreRuntime(ConsensusEngineId.Aura, [1, 3])) });
    }

    [Theory]
    [InlineData("01")]
    [InlineData("0702")]
    [InlineData("0446524e4b")]
    public void Digest_items_of_unknown_kind_or_cut_short_are_refused(string item)
    {
        Assert.False(DigestItem.Codec.TryDecode(Hex.Decode(item), out _, out var fault));
        Assert.True(fault is ScaleFault.UnknownVariant or ScaleFault.UnexpectedEnd);
    }

    [Fact]
    public void Engine_ids_print_as_text() => Assert.Equal("FRNK", ConsensusEngineId.Grandpa.ToString());
}
