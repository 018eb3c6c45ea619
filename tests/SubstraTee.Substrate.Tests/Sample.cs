using SubstraTee.Codec;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

/// <summary>Metadata to test with: of live chains where the vectors are there, and a small one made here.</summary>
internal static class Sample
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Vectors.PathOf($"substrate/{name}.scale"));

    public static RuntimeMetadata Metadata(string name) => RuntimeMetadata.Decode(Bytes(name));

    /// <summary>Two pallets, with storage, constants and errors, and the usual signed extensions.</summary>
    public static RuntimeMetadata Made()
    {
        var types = new TypeRegistryBuilder();
        var call = Enum(types, "made::Call", ("set", 3, [("what", Scale.Bytes), ("amount", Scale.CompactU128)]), ("clear", 5, []));
        var events = Enum(types, "made::Event", ("Set", 0, [("who", Scale.AccountId)]), ("Cleared", 1, []));
        var errors = Enum(types, "made::Error", ("TooLong", 0, []), ("Missing", 7, []));
        var systemEvents = Enum(
            types,
            "frame_system::Event",
            ("ExtrinsicSuccess", 0, [("dispatch_info", DispatchInfo.Codec)]),
            ("ExtrinsicFailed", 1, [("dispatch_error", DispatchError.Codec), ("dispatch_info", DispatchInfo.Codec)]));
        var allCalls = Outer(types, "RuntimeCall", ("Made", 9, call));
        var allEvents = Outer(types, "RuntimeEvent", ("System", 0, systemEvents), ("Made", 9, events));
        var allErrors = Outer(types, "RuntimeError", ("Made", 9, errors));
        var record = types.Add("record", inner => PortableType.Named(
            "frame_system::EventRecord",
            new TypeDefinition.Composite(
            [
                new TypeField("phase", Phase.Codec.Describe(inner), "Phase"),
                new TypeField("event", allEvents, "E"),
                new TypeField("topics", Scale.Vec(Scale.Hash256).Describe(inner), "Vec<T>"),
            ]),
            new TypeParameter("E", allEvents),
            new TypeParameter("T", Scale.Hash256.Describe(inner))));
        var records = types.Add("records", _ => PortableType.Anonymous(new TypeDefinition.Sequence(record)));
        var unit = Scale.Unit.Describe(types);
        var u32 = Scale.U32.Describe(types);
        var hash = Scale.Hash256.Describe(types);
        var address = MultiAddress.Codec.Describe(types);
        var signature = MultiSignature.Codec.Describe(types);
        var extrinsic = types.Add("xt", _ => PortableType.Named(
            "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic",
            new TypeDefinition.Composite([new TypeField(null, Scale.Bytes.Describe(types))]),
            new TypeParameter("Address", address),
            new TypeParameter("Call", allCalls),
            new TypeParameter("Signature", signature),
            new TypeParameter("Extra", unit)));
        SignedExtensionMetadata[] extensions =
        [
            new("CheckNonZeroSender", unit, unit),
            new("CheckSpecVersion", unit, u32),
            new("CheckTxVersion", unit, u32),
            new("CheckGenesis", unit, hash),
            new("CheckMortality", Era.Codec.Describe(types), hash),
            new("CheckNonce", Scale.CompactU32.Describe(types), unit),
            new("CheckWeight", unit, unit),
            new("ChargeTransactionPayment", Scale.CompactU128.Describe(types), unit),
            new("CheckMetadataHash", MetadataHashModeScale.Codec.Describe(types), Scale.Option(Scale.Bytes32).Describe(types)),
        ];
        var account = Scale.AccountId.Describe(types);
        var accountInfo = AccountInfo.Codec.Describe(types);
        return new RuntimeMetadata
        {
            Pallets =
            [
                new PalletMetadata
                {
                    Name = "System",
                    Index = 0,
                    EventType = systemEvents,
                    Storage = new PalletStorageMetadata(
                        "System",
                        [
                            new StorageEntryMetadata(
                                "Account", StorageEntryModifier.Default, [StorageHasher.Blake2_128Concat], account, accountInfo, [.. new byte[80]], ["Accounts."]),
                            new StorageEntryMetadata("Events", StorageEntryModifier.Default, [], null, records, [0], []),
                        ]),
                    Constants = [new ConstantMetadata("BlockHashCount", u32, [0x00, 0x10, 0, 0], [])],
                },
                new PalletMetadata
                {
                    Name = "Made",
                    Index = 9,
                    CallType = call,
                    EventType = events,
                    ErrorType = errors,
                    Docs = ["Made here."],
                },
            ],
            Extrinsic = new ExtrinsicMetadata
            {
                Version = 4,
                Type = extrinsic,
                AddressType = address,
                CallType = allCalls,
                SignatureType = signature,
                ExtraType = unit,
                SignedExtensions = [.. extensions],
            },
            RuntimeType = unit,
            Apis =
            [
                new RuntimeApiMetadata(
                    "AccountNonceApi", [new RuntimeApiMethodMetadata("account_nonce", [("account", account)], u32, ["Nonce."])], []),
            ],
            OuterEnums = new OuterEnums(allCalls, allEvents, allErrors),
            Custom = [new CustomValueMetadata("a", u32, [1, 0, 0, 0])],
            Types = types.Build(),
        };
    }

    private static uint Enum(
        TypeRegistryBuilder types, string path, params (string Name, byte Index, (string Name, IScaleCodec Codec)[] Fields)[] variants) =>
        types.Add(path, inner => PortableType.Named(path, new TypeDefinition.Variant(
        [
            .. variants.Select(variant => new TypeVariant(
                variant.Name,
                [.. variant.Fields.Select(field => new TypeField(field.Name, field.Codec.Describe(inner)))],
                variant.Index,
                [$"{variant.Name} is documented."])),
        ])));

    private static uint Outer(TypeRegistryBuilder types, string path, params (string Name, byte Index, uint Type)[] pallets) =>
        types.Add(path, _ => PortableType.Named(path, new TypeDefinition.Variant(
            [.. pallets.Select(pallet => new TypeVariant(pallet.Name, [new TypeField(null, pallet.Type)], pallet.Index, []))])));
}
