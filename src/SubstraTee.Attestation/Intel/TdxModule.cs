namespace SubstraTee.Attestation.Intel;

/// <summary>What a TCB info says about one generation of the TDX module.</summary>
internal sealed record TdxModule(string Id, byte[] MrSigner, byte[] Attributes, byte[] AttributesMask, IsvLevel[] Levels);
