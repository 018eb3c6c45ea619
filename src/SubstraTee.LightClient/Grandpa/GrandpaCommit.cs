using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.LightClient;

/// <summary>A block and the votes that make it final (<c>finality_grandpa::Commit</c>).</summary>
/// <param name="TargetHash">The block's hash.</param>
/// <param name="TargetNumber">The block's height.</param>
/// <param name="Precommits">The votes.</param>
[ScaleType("finality_grandpa::Commit")]
public sealed partial record GrandpaCommit(Hash256 TargetHash, uint TargetNumber, ImmutableArray<SignedPrecommit> Precommits);
