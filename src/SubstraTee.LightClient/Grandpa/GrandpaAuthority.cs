using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.LightClient;

/// <summary>A voter of GRANDPA.</summary>
/// <param name="PublicKey">Its ed25519 public key.</param>
/// <param name="Weight">What its vote counts.</param>
[ScaleType("sp_consensus_grandpa::Authority", Positional = true)]
public readonly partial record struct GrandpaAuthority(Bytes32 PublicKey, ulong Weight);
