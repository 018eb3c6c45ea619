using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.LightClient;

/// <summary>A vote with its signature (<c>finality_grandpa::SignedPrecommit</c>).</summary>
/// <param name="Precommit">The vote.</param>
/// <param name="Signature">The 64 bytes of an ed25519 signature.</param>
/// <param name="Id">The voter's public key.</param>
[ScaleType("finality_grandpa::SignedPrecommit")]
public sealed partial record SignedPrecommit(GrandpaPrecommit Precommit, [FixedLength(64)] ReadOnlyMemory<byte> Signature, Bytes32 Id);
