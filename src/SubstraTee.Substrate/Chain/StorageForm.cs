using SubstraTee.Codec;

namespace SubstraTee.Substrate;

internal static class StorageForm
{
    public static void Check(ChainMetadata chain, ChainStorage storage, IScaleCodec value, params ReadOnlySpan<IScaleCodec> keys)
    {
        var types = chain.Metadata.Types;
        var same = keys.Length == storage.Entry.Hashers.Length
            && storage.KeyTypes.Length == keys.Length
            && TypeLayout.Matches(value, types, storage.Entry.ValueType);
        for (var i = 0; same && i < keys.Length; i++)
        {
            same = TypeLayout.Matches(keys[i], types, storage.KeyTypes[i]);
        }

        if (!same)
        {
            throw ChainLacksException.OtherForm(
                ChainItemKind.Storage,
                storage.FullName,
                string.Join(" => ", keys.ToArray().Append(value).Select(TypeLayout.Describe)),
                string.Join(" => ", storage.KeyTypes.Append(storage.Entry.ValueType).Select(type => TypeLayout.Describe(types, type))));
        }
    }
}
