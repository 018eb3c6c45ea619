using System.Text.Json.Serialization;

namespace SubstraTee.Worker;

/// <summary>Finalized blocks as the node's <c>substratee_blockBundle</c> gives them.</summary>
internal sealed record BlockBundle(BundledBlock[] Blocks, string? Justification);

/// <summary>A block with its body and a read proof under its state root.</summary>
internal sealed record BundledBlock(uint Number, string Header, string[] Extrinsics, string[] Proof);

/// <summary>JSON of the worker's calls to the node.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BlockBundle))]
internal sealed partial class BundleJson : JsonSerializerContext;
