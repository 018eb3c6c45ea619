using System.Collections.Immutable;
using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Testing;

namespace SubstraTee.LightClient.Tests;

public class GrandpaVectorTests
{
    private static readonly Dictionary<string, GrandpaFault> Expected = new(StringComparer.Ordinal)
    {
        ["as it is"] = GrandpaFault.None,
        ["set id + 1"] = GrandpaFault.OtherSet,
        ["round changed"] = GrandpaFault.BadSignature,
        ["target hash changed"] = GrandpaFault.OtherTarget,
        ["target number changed"] = GrandpaFault.OtherTarget,
        ["first signature changed"] = GrandpaFault.BadSignature,
        ["hash of the first vote changed"] = GrandpaFault.BrokenAncestry,
        ["one authority more: votes below the threshold"] = GrandpaFault.BelowThreshold,
        ["first voter not in the set"] = GrandpaFault.UnknownVoter,
        ["half the votes are copies of the first"] = GrandpaFault.BelowThreshold,
        ["one byte cut off"] = GrandpaFault.Malformed,
        ["one byte appended"] = GrandpaFault.Malformed,
    };

    [VectorFact]
    public void A_justification_of_a_live_network_holds_and_its_mutations_do_not()
    {
        using var vector = Open("grandpa-westend-302592");
        var root = vector.RootElement;
        var hash = Hash256.Parse(root.GetProperty("targetHash").GetString()!);
        var number = root.GetProperty("targetNumber").GetUInt32();
        var usual = Authorities(root.GetProperty("authorities"));
        var seen = 0;
        foreach (var one in root.GetProperty("cases").EnumerateArray())
        {
            var own = one.GetProperty("authorities");
            var set = AuthoritySet.Create(ulong.Parse(one.GetProperty("setId").GetString()!), own.ValueKind == JsonValueKind.Array ? Authorities(own) : usual);
            var fault = GrandpaVerifier.Verify(Hex.Decode(one.GetProperty("justification").GetString()!), set, hash, number);
            var name = one.GetProperty("name").GetString()!;
            Assert.True(Expected[name] == fault, $"{name}: {fault}");
            Assert.Equal(string.Equals(one.GetProperty("expected").GetString(), "accept", StringComparison.Ordinal), fault == GrandpaFault.None);
            seen++;
        }

        Assert.Equal(Expected.Count, seen);
    }

    [VectorFact]
    public void A_justification_of_a_live_network_reencodes_to_the_same_bytes()
    {
        using var vector = Open("grandpa-westend-302592");
        var bytes = Hex.Decode(vector.RootElement.GetProperty("cases")[0].GetProperty("justification").GetString()!);
        var decoded = GrandpaJustification.Codec.Decode(bytes);
        Assert.Equal(439559u, decoded.Round);
        Assert.Equal(5, decoded.Commit.Precommits.Length);
        Assert.Equal(bytes, GrandpaJustification.Codec.Encode(decoded));
    }

    [VectorTheory]
    [InlineData("checkpoint-polkadot")]
    [InlineData("checkpoint-paseo")]
    public void Checkpoints_of_live_networks_give_head_and_authorities(string name)
    {
        using var vector = Open(name);
        var root = vector.RootElement;
        var header = BlockHeader.Codec.Decode(Hex.Decode(root.GetProperty("finalizedBlockHeader").GetString()!));
        var reader = new ScaleReader(Hex.Decode(root.GetProperty("grandpaAuthoritySet").GetString()!));
        var authorities = AuthoritySet.ListCodec.Read(ref reader);
        var set = AuthoritySet.Create(reader.ReadU64(), authorities);

        Assert.Equal(root.GetProperty("finalizedBlockHash").GetString(), header.Hash().ToString());
        Assert.Equal(root.GetProperty("number").GetString(), header.Number.ToString());
        Assert.Equal(root.GetProperty("setId").GetString(), set.SetId.ToString());
        Assert.Equal(root.GetProperty("authorities").GetInt32(), set.Count);
        Assert.Equal(root.GetProperty("firstAuthority").GetString(), set.Authorities[0].PublicKey.ToString());
        var total = (ulong)set.Count;
        Assert.Equal((total, total - ((total - 1) / 3)), (set.TotalWeight, set.Threshold));

        var chain = new FinalityChain(Headers.Filled(9), header.Number, header.Hash(), set);
        Assert.True(chain.TryVerifyHead(header, out _));
        Assert.True(FinalityChain.TryDecode(chain.Encode(), out var restored));
        Assert.Equal(set, restored!.Authorities);
    }

    [VectorFact]
    public void Votes_of_another_live_network_have_right_signatures_and_say_nothing_of_a_threshold()
    {
        using var vector = Open("avail-precommits-2075796");
        var root = vector.RootElement;
        var vote = new GrandpaPrecommit(Hash256.Parse(root.GetProperty("targetHash").GetString()!), root.GetProperty("targetNumber").GetUInt32());
        var (round, setId) = (root.GetProperty("round").GetUInt64(), root.GetProperty("setId").GetUInt64());
        var votes = ImmutableArray.CreateBuilder<SignedPrecommit>();
        foreach (var one in root.GetProperty("precommits").EnumerateArray())
        {
            Assert.True(Ss58.TryDecode(one.GetProperty("id").GetString(), out var id, out _));
            var signature = Hex.Decode(one.GetProperty("signature").GetString()!);
            Assert.True(Ed25519.Verify(id.Bytes.AsSpan(), vote.SignedBytes(round, setId), signature));
            votes.Add(new SignedPrecommit(vote, signature, id.Bytes));
        }

        var justification = new GrandpaJustification(round, new GrandpaCommit(vote.TargetHash, vote.TargetNumber, votes.ToImmutable()), []);
        var two = votes.Select(one => new GrandpaAuthority(one.Id, 1)).ToImmutableArray();
        Assert.Equal(GrandpaFault.None, Verify(two));
        Assert.Equal(GrandpaFault.BelowThreshold, Verify(two.Add(new GrandpaAuthority(default, 1))));

        GrandpaFault Verify(ImmutableArray<GrandpaAuthority> authorities) => GrandpaVerifier.Verify(
            justification, AuthoritySet.Create(setId, authorities), vote.TargetHash, vote.TargetNumber);
    }

    [VectorFact]
    public void Finality_of_another_protocol_under_the_same_engine_id_is_refused()
    {
        using var vector = Open("block-frnk-not-grandpa");
        var root = vector.RootElement;
        var json = root.GetProperty("block").GetProperty("header");
        var header = new BlockHeader(
            Hash256.Parse(json.GetProperty("parentHash").GetString()!),
            Convert.ToUInt32(json.GetProperty("number").GetString(), 16),
            Hash256.Parse(json.GetProperty("stateRoot").GetString()!),
            Hash256.Parse(json.GetProperty("extrinsicsRoot").GetString()!),
            [.. json.GetProperty("digest").GetProperty("logs").EnumerateArray().Select(log => DigestItem.Codec.Decode(Hex.Decode(log.GetString()!)))]);
        Assert.Equal(root.GetProperty("hash").GetString(), header.Hash().ToString());

        ReadOnlyMemory<byte>[] body =
            [.. root.GetProperty("block").GetProperty("extrinsics").EnumerateArray().Select(one => (ReadOnlyMemory<byte>)Hex.Decode(one.GetString()!))];
        Assert.Equal(header.ExtrinsicsRoot, VerifiedBody.RootOf(body));

        Assert.Equal(
            GrandpaFault.Malformed,
            GrandpaVerifier.Verify(Hex.Decode(root.GetProperty("justification").GetString()!), new Voters(0, 1).Set, header.Hash(), header.Number));
    }

    private static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllText(Vectors.PathOf($"lightclient/{name}.json")));

    private static ImmutableArray<GrandpaAuthority> Authorities(JsonElement json) =>
        [.. json.EnumerateArray().Select(one => new GrandpaAuthority(Bytes32.Parse(one[0].GetString()!), one[1].GetUInt64()))];
}
