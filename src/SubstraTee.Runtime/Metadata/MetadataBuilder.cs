using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>Makes metadata from the pallets' own declarations.</summary>
internal static class MetadataBuilder
{
    private const string Crate = "substratee_runtime";
    private const byte ExtrinsicVersion = 4;

    public static RuntimeMetadata Build(ChainRuntime runtime, MetadataVersion version)
    {
        var types = new TypeRegistryBuilder();
        var isV15 = version == MetadataVersion.V15;
        ImmutableArray<PalletMetadata> pallets = [.. runtime.Pallets.All.Select(pallet => Describe(pallet, types, isV15))];
        var metadata = new RuntimeMetadata
        {
            Types = [],
            Pallets = pallets,
            Extrinsic = new ExtrinsicMetadata
            {
                Version = ExtrinsicVersion,
                Type = isV15 ? null : ExtrinsicCodec.Instance.Describe(types),
                AddressType = MultiAddress.Codec.Describe(types),
                CallType = RuntimeCall.Codec.Describe(types),
                SignatureType = MultiSignature.Codec.Describe(types),
                ExtraType = TransactionExtensions.DescribeExtra(types),
                SignedExtensions = TransactionExtensions.Describe(types),
            },
            RuntimeType = types.Add("Runtime", _ => PortableType.Named(Crate + "::Runtime", new TypeDefinition.Composite([]))),
        };
        if (isV15)
        {
            metadata = metadata with
            {
                Apis = [.. RuntimeApis.All.Select(api => api.Describe(types))],
                OuterEnums = new OuterEnums(
                    RuntimeCall.Codec.Describe(types), RuntimeEvent.Codec.Describe(types), DescribeErrors(runtime.Pallets, types)),
            };
        }

        return metadata with { Types = types.Build() };
    }

    private static PalletMetadata Describe(Pallet pallet, TypeRegistryBuilder types, bool withDocs) => new()
    {
        Name = pallet.Name,
        Index = pallet.Index,
        Storage = pallet.Storage.Count == 0
            ? null
            : new PalletStorageMetadata(pallet.Name, [.. pallet.Storage.Select(item => item.Describe(types))]),
        CallType = pallet.CallCodec?.Describe(types),
        EventType = pallet.EventCodec?.Describe(types),
        ErrorType = pallet.ErrorCodec?.Describe(types),
        Constants =
        [
            .. pallet.Constants.Select(one => new ConstantMetadata(one.Name, one.Codec.Describe(types), one.Value, [one.Docs])),
        ],
        Docs = withDocs ? [pallet.Docs] : [],
    };

    private static uint DescribeErrors(PalletSet pallets, TypeRegistryBuilder registry) => registry.Add(
        "RuntimeError",
        types => PortableType.Named(
            Crate + "::RuntimeError",
            new TypeDefinition.Variant(
            [
                .. pallets.All.Where(pallet => pallet.ErrorCodec is not null).Select(pallet => new TypeVariant(
                    pallet.Name, [new TypeField(null, pallet.ErrorCodec!.Describe(types))], pallet.Index, [])),
            ])));
}
