using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Metadata that the enclave may use for one version of the parentchain's runtime.</summary>
/// <param name="SpecVersion">The runtime's spec version.</param>
/// <param name="MetadataHash">Blake2b-256 of the V15 metadata bytes.</param>
[ScaleType]
public readonly partial record struct MetadataPin(uint SpecVersion, Hash256 MetadataHash);
