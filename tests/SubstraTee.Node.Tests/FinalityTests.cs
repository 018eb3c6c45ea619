using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node.Tests;

public sealed class FinalityTests
{
    private static readonly string[] Keys = ["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Every_block_is_justified_by_all_authorities_as_the_light_client_judges(int authorities)
    {
        await using var node = await TestNode.StartAsync(
            new NodeOptions { AuthorityCount = authorities, FinalizedNotice = TimeSpan.Zero });
        await using var justifications = await node.Client.SubscribeAsync(
            "grandpa_subscribeJustifications", "grandpa_unsubscribeJustifications", [], null, node.Cancellation);
        var voters = AuthoritySet.Create(0, [.. Keys.Take(authorities).Select(Authority)]);
        var block = await node.FinalizeTransferAsync(TestNode.Alice, 0);
        await foreach (var justification in justifications.ReadAllAsync(node.Cancellation))
        {
            var bytes = Hex.Decode(justification.GetString()!);
            Assert.Equal(GrandpaFault.None, GrandpaVerifier.Verify(bytes, voters, block, 1));
            Assert.Equal(authorities, GrandpaJustification.Codec.Decode(bytes).Commit.Precommits.Length);
            break;
        }

        var proof = Hex.Decode(await node.TextAsync("grandpa_proveFinality", 1));
        Assert.Equal(block.ToArray(), proof[..32]);
        Assert.Equal(4, (await node.FailAsync("grandpa_proveFinality", 2)).Code);
    }

    [Fact]
    public async Task A_bundle_is_all_a_light_client_needs()
    {
        await using var node = await TestNode.StartAsync();
        for (var nonce = 0u; nonce < 5; nonce++)
        {
            await node.FinalizeTransferAsync(TestNode.Alice, nonce);
        }

        var key = node.Metadata.Storage("System", "Events").Prefix;
        var bundle = await node.AskAsync("substratee_blockBundle", 1, 4, new JsonArray(key.ToString()));
        Assert.Equal(5, bundle.GetProperty("finalized").GetInt32());
        var chain = new FinalityChain(
            node.Node.GenesisHash, 0, node.Node.GenesisHash, AuthoritySet.Create(0, [.. Keys.Take(3).Select(Authority)]));
        var blocks = bundle.GetProperty("blocks").EnumerateArray().ToList();
        var headers = blocks.Select(block => BlockHeader.Codec.Decode(Hex.Decode(block.GetProperty("header").GetString()!))).ToList();
        Assert.True(
            chain.TryImport(headers, Hex.Decode(bundle.GetProperty("justification").GetString()!), out var final, out var error), error.ToString());
        Assert.Equal(4, final.Length);
        for (var i = 0; i < blocks.Count; i++)
        {
            var body = blocks[i].GetProperty("extrinsics").EnumerateArray().Select(one => (ReadOnlyMemory<byte>)Hex.Decode(one.GetString()!)).ToList();
            Assert.Equal(headers[i].ExtrinsicsRoot, TrieRoot.Ordered(body, StateVersion.V0));
            var proof = blocks[i].GetProperty("proof").EnumerateArray().Select(one => (ReadOnlyMemory<byte>)Hex.Decode(one.GetString()!)).ToList();
            Assert.True(VerifiedState.TryOpen(headers[i].StateRoot, proof, ProofLimits.Default, out var state, out _));
            Assert.Equal(ProvenReadKind.Present, state!.Read(key.Span).Kind);
        }

        Assert.Equal(0, (await node.AskAsync("substratee_blockBundle", 6, 4)).GetProperty("blocks").GetArrayLength());
    }

    [Fact]
    public async Task Authorities_hand_over_and_bundles_end_where_they_do()
    {
        await using var node = await TestNode.StartAsync();
        await ScheduleAsync(node, 0, Keys[3..].Select(Authority), inBlocks: 1);
        await node.FinalizeTransferAsync(TestNode.Alice, 1);
        var block = await node.FinalizeTransferAsync(TestNode.Alice, 2);
        Assert.Equal(3u, node.Node.FinalizedNumber);

        var chain = new FinalityChain(
            node.Node.GenesisHash, 0, node.Node.GenesisHash, AuthoritySet.Create(0, [.. Keys.Take(3).Select(Authority)]));
        var next = 1u;
        var sizes = new List<int>();
        while (next <= 3)
        {
            var bundle = await node.AskAsync("substratee_blockBundle", next, 100);
            var headers = bundle.GetProperty("blocks").EnumerateArray()
                .Select(one => BlockHeader.Codec.Decode(Hex.Decode(one.GetProperty("header").GetString()!))).ToList();
            Assert.True(
                chain.TryImport(headers, Hex.Decode(bundle.GetProperty("justification").GetString()!), out _, out var error), error.ToString());
            sizes.Add(headers.Count);
            next += (uint)headers.Count;
        }

        Assert.Equal([2, 1], sizes);
        Assert.Equal(1ul, chain.Authorities.SetId);
        Assert.Equal(block, chain.HeadHash);
    }

    [Fact]
    public async Task Finality_is_proved_by_the_last_block_of_the_authorities_and_the_headers_up_to_it()
    {
        await using var node = await TestNode.StartAsync();
        var first = await node.FinalizeTransferAsync(TestNode.Alice, 0);
        await ScheduleAsync(node, 1, Keys[3..].Select(Authority), inBlocks: 1);
        var handOver = await node.FinalizeTransferAsync(TestNode.Alice, 2);
        await node.FinalizeTransferAsync(TestNode.Alice, 3);
        var newest = await node.FinalizeTransferAsync(TestNode.Alice, 4);
        ImmutableArray<AuthoritySet> sets = [AuthoritySet.Create(0, [.. Keys.Take(3).Select(Authority)]), AuthoritySet.Create(1, [.. Keys[3..].Select(Authority)])];

        foreach (var (number, set, last, lastNumber) in new[] { (0u, 0, handOver, 3u), (1u, 0, handOver, 3u), (3u, 0, handOver, 3u), (4u, 1, newest, 5u), (5u, 1, newest, 5u) })
        {
            var reader = new ScaleReader(Hex.Decode(await node.TextAsync("grandpa_proveFinality", number)));
            Assert.Equal(last, Scale.Hash256.Read(ref reader));
            Assert.Equal(GrandpaFault.None, GrandpaVerifier.Verify(Scale.Bytes.Read(ref reader), sets[set], last, lastNumber));
            var between = Scale.Vec(BlockHeader.Codec).Read(ref reader);
            Assert.Equal(lastNumber - number, (uint)between.Length);
            Assert.True(between.IsEmpty || between[^1].Hash() == last);
        }

        Assert.NotEqual(first, handOver);
    }

    [Fact]
    public async Task Blocks_of_authorities_that_this_node_is_not_go_on_without_finality()
    {
        await using var node = await TestNode.StartAsync();
        await ScheduleAsync(node, 0, [Authority("//somebody else")], inBlocks: 0);
        await using var watch = await node.Client.SubscribeAsync(
            "author_submitAndWatchExtrinsic", "author_unwatchExtrinsic", [Hex.Encode(node.TransferBy(TestNode.Alice, 1))], null, node.Cancellation);
        var statuses = 0;
        await foreach (var _ in watch.ReadAllAsync(node.Cancellation))
        {
            if (++statuses == 2)
            {
                break;
            }
        }

        Assert.Equal((2u, 1u), (node.Node.BestNumber, node.Node.FinalizedNumber));
        Assert.Equal(1, (await node.AskAsync("substratee_blockBundle", 1, 10)).GetProperty("blocks").GetArrayLength());
        Assert.Null((await node.AskAsync("chain_getBlock")).GetProperty("justifications").GetString());
    }

    private static GrandpaAuthority Authority(string uri)
    {
        using var pair = KeyPair.FromSecretUri(uri, KeyType.Ed25519);
        return new GrandpaAuthority(pair.AccountId.Bytes, 1);
    }

    private static async Task ScheduleAsync(TestNode node, uint nonce, IEnumerable<GrandpaAuthority> next, uint inBlocks)
    {
        var arguments = new ScaleWriter();
        AuthoritySet.ListCodec.Write(arguments, [.. next]);
        arguments.WriteU32(inBlocks);
        var change = Calls.Encode(node.Metadata, "Grandpa", "schedule_change", arguments.WrittenSpan);
        var extrinsic = node.Sign(TestNode.Alice, Calls.Encode(node.Metadata, "Sudo", "sudo", change), nonce);
        Assert.Contains("finalized", (await node.WatchAsync(extrinsic))[^1], StringComparison.Ordinal);
    }
}
