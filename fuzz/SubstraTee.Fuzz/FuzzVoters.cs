using SubstraTee.Crypto;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Fuzz;

/// <summary>GRANDPA voters with known keys.</summary>
internal sealed class FuzzVoters
{
    private readonly KeyPair[] _keys;

    public FuzzVoters(int count)
    {
        _keys = [.. Enumerable.Range(1, count).Select(i => KeyPair.FromSeed(new SecretBytes([.. Enumerable.Repeat((byte)i, 32)]), KeyType.Ed25519))];
        Set = AuthoritySet.Create(0, [.. _keys.Select(key => new GrandpaAuthority(key.AccountId.Bytes, 1))]);
    }

    public AuthoritySet Set { get; }

    public byte[] Justify(BlockHeader block)
    {
        var vote = new GrandpaPrecommit(block.Hash(), block.Number);
        var signed = vote.SignedBytes(1, Set.SetId);
        return GrandpaJustification.Codec.Encode(new GrandpaJustification(
            1,
            new GrandpaCommit(
                block.Hash(),
                block.Number,
                [.. _keys.Select(key => new SignedPrecommit(vote, key.Sign(signed).Bytes, key.AccountId.Bytes))]),
            []));
    }
}
