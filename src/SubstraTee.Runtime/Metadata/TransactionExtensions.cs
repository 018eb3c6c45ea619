using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>The transaction extensions as metadata describes them; <see cref="ExtrinsicChecks"/> carries them out.</summary>
internal static class TransactionExtensions
{
    private const string System = "frame_system::extensions::";

    private static readonly ImmutableArray<Extension> All =
    [
        new("CheckNonZeroSender", System + "check_non_zero_sender::CheckNonZeroSender", null, Scale.Unit),
        new("CheckSpecVersion", System + "check_spec_version::CheckSpecVersion", null, Scale.U32),
        new("CheckTxVersion", System + "check_tx_version::CheckTxVersion", null, Scale.U32),
        new("CheckGenesis", System + "check_genesis::CheckGenesis", null, Scale.Hash256),
        new("CheckMortality", System + "check_mortality::CheckMortality", (null, "Era", Era.Codec), Scale.Hash256),
        new("CheckNonce", System + "check_nonce::CheckNonce", (null, "T::Nonce", Scale.CompactU32), Scale.Unit),
        new("CheckWeight", System + "check_weight::CheckWeight", null, Scale.Unit),
        new(
            "ChargeTransactionPayment",
            "pallet_transaction_payment::ChargeTransactionPayment",
            (null, "BalanceOf<T>", Scale.CompactU128),
            Scale.Unit),
        new(
            "CheckMetadataHash",
            "frame_metadata_hash_extension::CheckMetadataHash",
            ("mode", "Mode", MetadataHashModeScale.Codec),
            Scale.Option(Scale.Bytes32)),
    ];

    public static ImmutableArray<SignedExtensionMetadata> Describe(TypeRegistryBuilder types) =>
        [.. All.Select(one => new SignedExtensionMetadata(one.Identifier, one.Describe(types), one.Implied.Describe(types)))];

    /// <summary>All that the extensions add to an extrinsic.</summary>
    public static uint DescribeExtra(TypeRegistryBuilder types) => types.Add(
        "TransactionExtra",
        _ => PortableType.Anonymous(new TypeDefinition.Tuple([.. All.Select(one => one.Describe(types))])));

    /// <param name="Identifier">The name that clients know it by.</param>
    /// <param name="Path">Its type's path in a Substrate node.</param>
    /// <param name="Field">What it adds to the extrinsic, or null.</param>
    /// <param name="Implied">What it adds to the signed bytes only.</param>
    private sealed record Extension(
        string Identifier, string Path, (string? Name, string TypeName, IScaleCodec Codec)? Field, IScaleCodec Implied)
    {
        public uint Describe(TypeRegistryBuilder registry) => registry.Add(Path, types => PortableType.Named(
            Path,
            new TypeDefinition.Composite(
                Field is { } field ? [new TypeField(field.Name, field.Codec.Describe(types), field.TypeName)] : []),
            new TypeParameter("T", null)));
    }
}
