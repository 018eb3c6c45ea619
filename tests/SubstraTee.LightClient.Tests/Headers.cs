using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient.Tests;

/// <summary>Headers that follow from each other.</summary>
internal static class Headers
{
    public static BlockHeader Genesis { get; } = new(default, 0, Filled(1), Filled(2), []);

    public static Hash256 Filled(byte value) => new(Enumerable.Repeat(value, 32).ToArray());

    public static BlockHeader Child(BlockHeader parent, byte salt = 0, params ImmutableArray<DigestItem> digest) =>
        new(parent.Hash(), parent.Number + 1, Filled(salt), Filled(3), digest);

    public static List<BlockHeader> Chain(BlockHeader parent, int count, byte salt = 0)
    {
        var headers = new List<BlockHeader>();
        for (var i = 0; i < count; i++)
        {
            parent = Child(parent, salt);
            headers.Add(parent);
        }

        return headers;
    }

    public static DigestItem Says(GrandpaConsensusLog log) =>
        new DigestItem.Consensus(ConsensusEngineId.Grandpa, [.. GrandpaConsensusLog.Codec.Encode(log)]);
}
