using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>An enclave that another account registered.</summary>
[ScaleType("teerex_primitives::EnclaveInstanceAddress")]
internal sealed partial record EnclaveInstanceAddress(Hash256 Fingerprint, AccountId Registrar, AnySigner Signer);

/// <summary>A key of any kind.</summary>
[ScaleType("common_primitives::AnySigner", Positional = true)]
internal abstract partial record AnySigner
{
    /// <summary>A key of a kind that the chain does not know.</summary>
    [ScaleVariant(0)]
    internal sealed partial record Opaque(OpaqueSigner Key) : AnySigner;

    /// <summary>A key that can sign extrinsics.</summary>
    [ScaleVariant(1)]
    internal sealed partial record Known(MultiSigner Key) : AnySigner;

    /// <summary>What stands for a proxied enclave: its report data, with zeros up to the longest key.</summary>
    public static AnySigner Of(SgxReportData data) => new Opaque(new OpaqueSigner([.. data.D, .. new byte[OpaqueSigner.MaxLength - data.D.Length]]));
}

/// <summary>Up to 66 bytes of a key.</summary>
[ScaleType("bounded_collections::bounded_vec::BoundedVec", Positional = true)]
internal sealed partial record OpaqueSigner([MaxLength(OpaqueSigner.MaxLength)] byte[] Inner)
{
    public const int MaxLength = 66;
}

/// <summary>A public key with its scheme.</summary>
[ScaleType("sp_runtime::MultiSigner", Positional = true)]
internal abstract partial record MultiSigner
{
    [ScaleVariant(0)]
    internal sealed partial record Ed25519(Bytes32 Key) : MultiSigner;

    [ScaleVariant(1)]
    internal sealed partial record Sr25519(Bytes32 Key) : MultiSigner;

    [ScaleVariant(2)]
    internal sealed partial record Ecdsa([FixedLength(33)] byte[] Key) : MultiSigner;
}
