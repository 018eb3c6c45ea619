namespace SubstraTee.Substrate;

/// <summary>Makes sure that every type that is mentioned is there, so that look-ups need not ask again.</summary>
/// <remarks>What types mention is checked where the registry is read.</remarks>
internal static class MetadataTypeCheck
{
    public static void Check(RuntimeMetadata metadata)
    {
        var count = metadata.Types.Length;
        foreach (var number in TypesOf(metadata))
        {
            if (number >= count)
            {
                throw new MetadataException(
                    MetadataFault.DanglingType, $"metadata mentions type {number}, but describes only {count} types");
            }
        }
    }

    private static IEnumerable<uint> TypesOf(RuntimeMetadata metadata) => metadata.Pallets.SelectMany(TypesOf)
        .Concat(TypesOf(metadata.Extrinsic))
        .Concat(metadata.Apis.SelectMany(api => api.Methods).SelectMany(method => method.Inputs.Select(input => input.Type).Append(method.Output)))
        .Concat(metadata.OuterEnums is { } outer ? [outer.CallType, outer.EventType, outer.ErrorType] : [])
        .Concat(metadata.Custom.Select(value => value.Type))
        .Append(metadata.RuntimeType);

    private static IEnumerable<uint> TypesOf(PalletMetadata pallet) =>
        new[] { pallet.CallType, pallet.EventType, pallet.ErrorType }.Where(type => type.HasValue).Select(type => type!.Value)
            .Concat(pallet.Constants.Select(constant => constant.Type))
            .Concat(pallet.Storage?.Entries.SelectMany(entry => new[] { entry.ValueType, entry.KeyType ?? entry.ValueType }) ?? []);

    private static IEnumerable<uint> TypesOf(ExtrinsicMetadata extrinsic) =>
        extrinsic.SignedExtensions.SelectMany(extension => new[] { extension.Type, extension.AdditionalSigned })
            .Concat([extrinsic.AddressType, extrinsic.CallType, extrinsic.SignatureType, extrinsic.ExtraType]);
}
