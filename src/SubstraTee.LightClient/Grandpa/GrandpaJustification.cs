using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>The proof that a block is final (<c>sp_consensus_grandpa::GrandpaJustification</c>).</summary>
/// <param name="Round">The round of voting.</param>
/// <param name="Commit">The block and its votes.</param>
/// <param name="VotesAncestries">The headers between the block and what the votes are for, where they are for later blocks.</param>
[ScaleType("sp_consensus_grandpa::GrandpaJustification")]
public sealed partial record GrandpaJustification(ulong Round, GrandpaCommit Commit, ImmutableArray<BlockHeader> VotesAncestries);
