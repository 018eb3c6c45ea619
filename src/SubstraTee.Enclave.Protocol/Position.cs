using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Where a request stands on the parentchain.</summary>
/// <param name="Block">The block's number.</param>
/// <param name="Extrinsic">Index of the extrinsic in the block.</param>
[ScaleType]
public readonly partial record struct Position(uint Block, uint Extrinsic);
