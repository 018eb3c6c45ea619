using SubstraTee.Crypto;

namespace SubstraTee.Substrate;

/// <summary>The signature part of an extrinsic.</summary>
/// <param name="Signer">The signer's address.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Era">The blocks in which it is valid.</param>
/// <param name="Nonce">The number of the account's transaction.</param>
/// <param name="Tip">What is paid above the fee.</param>
/// <param name="HasMetadataHash">True when the signature covers a hash of the metadata, which is not supported here.</param>
/// <param name="ExtraBytes">What the signed extensions added, encoded.</param>
public sealed record ExtrinsicSignature(
    MultiAddress Signer,
    Signature Signature,
    Era Era,
    uint Nonce,
    UInt128 Tip,
    bool HasMetadataHash,
    ReadOnlyMemory<byte> ExtraBytes);
