using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>What a signature covers besides the extrinsic's own bytes: the chain and the runtime it is meant for.</summary>
/// <param name="SpecVersion">The runtime's <c>spec_version</c>.</param>
/// <param name="TransactionVersion">The runtime's <c>transaction_version</c>.</param>
/// <param name="GenesisHash">Hash of the chain's first block.</param>
public sealed record SigningContext(uint SpecVersion, uint TransactionVersion, Hash256 GenesisHash);
