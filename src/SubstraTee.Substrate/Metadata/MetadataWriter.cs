using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

internal static class MetadataWriter
{
    /// <summary>The bytes <c>meta</c> as a little-endian number.</summary>
    public const uint Magic = 0x6174656d;

    public static byte[] Encode(RuntimeMetadata metadata, MetadataVersion version)
    {
        if (version is not (MetadataVersion.V14 or MetadataVersion.V15))
        {
            throw new InvalidOperationException($"metadata version {(byte)version} cannot be written");
        }

        var writer = new ScaleWriter(64 * 1024);
        writer.WriteU32(Magic);
        writer.WriteByte((byte)version);
        PortableRegistry.Codec.Write(writer, new PortableRegistry(metadata.Types));
        writer.WriteCompact((uint)metadata.Pallets.Length);
        foreach (var pallet in metadata.Pallets)
        {
            WritePallet(writer, pallet, version);
        }

        WriteExtrinsic(writer, metadata.Extrinsic, version);
        writer.WriteCompact(metadata.RuntimeType);
        if (version == MetadataVersion.V15)
        {
            WriteApis(writer, metadata.Apis);
            WriteOuterEnums(writer, metadata);
            WriteCustom(writer, metadata.Custom);
        }

        return writer.ToArray();
    }

    private static void WritePallet(ScaleWriter writer, PalletMetadata pallet, MetadataVersion version)
    {
        Scale.Str.Write(writer, pallet.Name);
        writer.WriteBool(pallet.Storage is not null);
        if (pallet.Storage is { } storage)
        {
            Scale.Str.Write(writer, storage.Prefix);
            writer.WriteCompact((uint)storage.Entries.Length);
            foreach (var entry in storage.Entries)
            {
                WriteEntry(writer, entry);
            }
        }

        WriteOptional(writer, pallet.CallType);
        WriteOptional(writer, pallet.EventType);
        writer.WriteCompact((uint)pallet.Constants.Length);
        foreach (var constant in pallet.Constants)
        {
            Scale.Str.Write(writer, constant.Name);
            writer.WriteCompact(constant.Type);
            writer.WriteBytes(constant.Value.AsSpan());
            MetadataReader.Lines.Write(writer, constant.Docs);
        }

        WriteOptional(writer, pallet.ErrorType);
        writer.WriteByte(pallet.Index);
        if (version == MetadataVersion.V15)
        {
            MetadataReader.Lines.Write(writer, pallet.Docs);
        }
    }

    private static void WriteEntry(ScaleWriter writer, StorageEntryMetadata entry)
    {
        Scale.Str.Write(writer, entry.Name);
        writer.WriteByte((byte)entry.Modifier);
        writer.WriteBool(entry.IsMap);
        if (entry.KeyType is { } key)
        {
            writer.WriteCompact((uint)entry.Hashers.Length);
            foreach (var hasher in entry.Hashers)
            {
                writer.WriteByte((byte)hasher);
            }

            writer.WriteCompact(key);
        }

        writer.WriteCompact(entry.ValueType);
        writer.WriteBytes(entry.Default.AsSpan());
        MetadataReader.Lines.Write(writer, entry.Docs);
    }

    private static void WriteExtrinsic(ScaleWriter writer, ExtrinsicMetadata extrinsic, MetadataVersion version)
    {
        if (version == MetadataVersion.V14)
        {
            writer.WriteCompact(extrinsic.Type ?? throw Lacking("the type of the whole extrinsic", version));
            writer.WriteByte(extrinsic.Version);
        }
        else
        {
            writer.WriteByte(extrinsic.Version);
            writer.WriteCompact(extrinsic.AddressType);
            writer.WriteCompact(extrinsic.CallType);
            writer.WriteCompact(extrinsic.SignatureType);
            writer.WriteCompact(extrinsic.ExtraType);
        }

        writer.WriteCompact((uint)extrinsic.SignedExtensions.Length);
        foreach (var extension in extrinsic.SignedExtensions)
        {
            Scale.Str.Write(writer, extension.Identifier);
            writer.WriteCompact(extension.Type);
            writer.WriteCompact(extension.AdditionalSigned);
        }
    }

    private static void WriteApis(ScaleWriter writer, ImmutableArray<RuntimeApiMetadata> apis)
    {
        writer.WriteCompact((uint)apis.Length);
        foreach (var api in apis)
        {
            Scale.Str.Write(writer, api.Name);
            writer.WriteCompact((uint)api.Methods.Length);
            foreach (var method in api.Methods)
            {
                Scale.Str.Write(writer, method.Name);
                writer.WriteCompact((uint)method.Inputs.Length);
                foreach (var (name, type) in method.Inputs)
                {
                    Scale.Str.Write(writer, name);
                    writer.WriteCompact(type);
                }

                writer.WriteCompact(method.Output);
                MetadataReader.Lines.Write(writer, method.Docs);
            }

            MetadataReader.Lines.Write(writer, api.Docs);
        }
    }

    private static void WriteOuterEnums(ScaleWriter writer, RuntimeMetadata metadata)
    {
        var outer = metadata.OuterEnums ?? throw Lacking("the types of all calls, events and errors", MetadataVersion.V15);
        writer.WriteCompact(outer.CallType);
        writer.WriteCompact(outer.EventType);
        writer.WriteCompact(outer.ErrorType);
    }

    private static void WriteCustom(ScaleWriter writer, ImmutableArray<CustomValueMetadata> values)
    {
        writer.WriteCompact((uint)values.Length);
        foreach (var value in values)
        {
            Scale.Str.Write(writer, value.Name);
            writer.WriteCompact(value.Type);
            writer.WriteBytes(value.Value.AsSpan());
        }
    }

    private static void WriteOptional(ScaleWriter writer, uint? number)
    {
        writer.WriteBool(number.HasValue);
        if (number is { } value)
        {
            writer.WriteCompact(value);
        }
    }

    private static InvalidOperationException Lacking(string what, MetadataVersion version) =>
        new($"metadata {version} needs {what}");
}
