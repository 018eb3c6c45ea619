using System.Collections.Immutable;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient.Tests;

/// <summary>Voters with keys of their own, who sign whatever a test wants.</summary>
internal sealed class Voters
{
    private readonly KeyPair[] _keys;

    public Voters(ulong setId, int count, byte first = 1, ulong weight = 1)
    {
        _keys = [.. Enumerable.Range(first, count).Select(i => Key((byte)i))];
        Set = AuthoritySet.Create(setId, [.. _keys.Select(key => new GrandpaAuthority(key.AccountId.Bytes, weight))]);
    }

    public AuthoritySet Set { get; }

    public SignedPrecommit Vote(int voter, BlockHeader block, ulong round = 1) => Vote(voter, block.Hash(), block.Number, round);

    public SignedPrecommit Vote(int voter, Hash256 hash, uint number, ulong round = 1)
    {
        var precommit = new GrandpaPrecommit(hash, number);
        return new SignedPrecommit(precommit, _keys[voter].Sign(precommit.SignedBytes(round, Set.SetId)).Bytes, _keys[voter].AccountId.Bytes);
    }

    public GrandpaJustification Justify(BlockHeader block, int votes, ulong round = 1) => new(
        round,
        new GrandpaCommit(block.Hash(), block.Number, [.. Enumerable.Range(0, votes).Select(i => Vote(i, block, round))]),
        []);

    public byte[] JustifyEncoded(BlockHeader block, int? votes = null) =>
        GrandpaJustification.Codec.Encode(Justify(block, votes ?? _keys.Length));

    public static ImmutableArray<GrandpaAuthority> Authorities(int count, byte first) => new Voters(0, count, first).Set.Authorities;

    private static KeyPair Key(byte number)
    {
        using var seed = new SecretBytes(Enumerable.Repeat(number, 32).ToArray());
        return KeyPair.FromSeed(seed, KeyType.Ed25519);
    }
}
