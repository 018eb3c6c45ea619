namespace SubstraTee.Substrate;

/// <summary>A signed extension of a chain's extrinsics.</summary>
/// <param name="Identifier">Its name, for example <c>CheckNonce</c>.</param>
/// <param name="Type">The type of what it adds to the extrinsic.</param>
/// <param name="AdditionalSigned">The type of what it adds to the signed bytes only.</param>
public sealed record SignedExtensionMetadata(string Identifier, uint Type, uint AdditionalSigned);
