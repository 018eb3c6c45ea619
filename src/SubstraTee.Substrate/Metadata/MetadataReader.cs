using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

internal static class MetadataReader
{
    internal static readonly ScaleCodec<ImmutableArray<string>> Lines = Scale.Vec(Scale.Str);

    public static RuntimeMetadata Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > RuntimeMetadata.MaxBytes)
        {
            throw new MetadataException(
                MetadataFault.TooLong, $"metadata of {bytes.Length} bytes: at most {RuntimeMetadata.MaxBytes} are read");
        }

        var reader = new ScaleReader(bytes);
        try
        {
            if (bytes.Length < 5 || reader.ReadU32() != MetadataWriter.Magic)
            {
                throw new MetadataException(MetadataFault.NotMetadata, "these bytes are no metadata: they do not begin with 'meta'");
            }

            var version = reader.ReadByte();
            var metadata = version switch
            {
                (byte)MetadataVersion.V14 => Read(ref reader, MetadataVersion.V14),
                (byte)MetadataVersion.V15 => Read(ref reader, MetadataVersion.V15),
                _ => throw new MetadataException(
                    MetadataFault.UnsupportedVersion, $"metadata version {version} is not supported: ask the chain for 14 or 15"),
            };
            reader.EnsureEnd();
            MetadataTypeCheck.Check(metadata);
            return metadata;
        }
        catch (ScaleException refused) when (refused.Fault == ScaleFault.InvalidType)
        {
            throw new MetadataException(MetadataFault.DanglingType, "metadata mentions a type that it does not describe", refused);
        }
        catch (ScaleException refused)
        {
            throw new MetadataException(MetadataFault.Malformed, $"malformed metadata: {refused.Message}", refused);
        }
    }

    private static RuntimeMetadata Read(ref ScaleReader reader, MetadataVersion version)
    {
        var types = PortableRegistry.Codec.Read(ref reader).Types;
        var pallets = ReadPallets(ref reader, version);
        var extrinsic = version == MetadataVersion.V14 ? ReadExtrinsic14(ref reader, types) : ReadExtrinsic15(ref reader);
        var metadata = new RuntimeMetadata
        {
            Types = types,
            Pallets = pallets,
            Extrinsic = extrinsic,
            RuntimeType = reader.ReadCompactU32(),
        };
        return version == MetadataVersion.V14
            ? metadata
            : metadata with
            {
                Apis = ReadApis(ref reader),
                OuterEnums = new OuterEnums(reader.ReadCompactU32(), reader.ReadCompactU32(), reader.ReadCompactU32()),
                Custom = ReadCustom(ref reader),
            };
    }

    private static ImmutableArray<PalletMetadata> ReadPallets(ref ScaleReader reader, MetadataVersion version)
    {
        var count = reader.ReadCount(7, byte.MaxValue + 1);
        var pallets = ImmutableArray.CreateBuilder<PalletMetadata>(count);
        for (var i = 0; i < count; i++)
        {
            pallets.Add(new PalletMetadata
            {
                Name = Scale.Str.Read(ref reader),
                Storage = reader.ReadBool() ? ReadStorage(ref reader) : null,
                CallType = ReadOptional(ref reader),
                EventType = ReadOptional(ref reader),
                Constants = ReadConstants(ref reader),
                ErrorType = ReadOptional(ref reader),
                Index = reader.ReadByte(),
                Docs = version == MetadataVersion.V15 ? Lines.Read(ref reader) : [],
            });
        }

        return pallets.MoveToImmutable();
    }

    private static PalletStorageMetadata ReadStorage(ref ScaleReader reader)
    {
        var prefix = Scale.Str.Read(ref reader);
        var count = reader.ReadCount(6);
        var entries = ImmutableArray.CreateBuilder<StorageEntryMetadata>(count);
        for (var i = 0; i < count; i++)
        {
            entries.Add(ReadEntry(ref reader));
        }

        return new PalletStorageMetadata(prefix, entries.MoveToImmutable());
    }

    private static StorageEntryMetadata ReadEntry(ref ScaleReader reader)
    {
        var name = Scale.Str.Read(ref reader);
        var modifier = reader.ReadByte();
        if (modifier > (byte)StorageEntryModifier.Required)
        {
            throw reader.Fault(ScaleFault.UnknownVariant);
        }

        ImmutableArray<StorageHasher> hashers = [];
        uint? key = null;
        if (reader.ReadBool())
        {
            hashers = ReadHashers(ref reader);
            key = reader.ReadCompactU32();
        }

        return new StorageEntryMetadata(
            name,
            (StorageEntryModifier)modifier,
            hashers,
            key,
            reader.ReadCompactU32(),
            ReadBytes(ref reader),
            Lines.Read(ref reader));
    }

    private static ImmutableArray<StorageHasher> ReadHashers(ref ScaleReader reader)
    {
        var count = reader.ReadCount(1);
        var hashers = ImmutableArray.CreateBuilder<StorageHasher>(count);
        for (var i = 0; i < count; i++)
        {
            var hasher = reader.ReadByte();
            hashers.Add(hasher <= (byte)StorageHasher.Identity
                ? (StorageHasher)hasher
                : throw reader.Fault(ScaleFault.UnknownVariant));
        }

        return hashers.MoveToImmutable();
    }

    private static ImmutableArray<ConstantMetadata> ReadConstants(ref ScaleReader reader)
    {
        var count = reader.ReadCount(4);
        var constants = ImmutableArray.CreateBuilder<ConstantMetadata>(count);
        for (var i = 0; i < count; i++)
        {
            constants.Add(new ConstantMetadata(
                Scale.Str.Read(ref reader),
                reader.ReadCompactU32(),
                ReadBytes(ref reader),
                Lines.Read(ref reader)));
        }

        return constants.MoveToImmutable();
    }

    private static ExtrinsicMetadata ReadExtrinsic14(ref ScaleReader reader, ImmutableArray<PortableType> types)
    {
        var number = reader.ReadCompactU32();
        var whole = number < types.Length ? types[(int)number] : throw reader.Fault(ScaleFault.InvalidValue);
        var fault = reader.Fault(ScaleFault.InvalidValue);
        return new ExtrinsicMetadata
        {
            Type = number,
            Version = reader.ReadByte(),
            AddressType = Parameter("Address"),
            CallType = Parameter("Call"),
            SignatureType = Parameter("Signature"),
            ExtraType = Parameter("Extra"),
            SignedExtensions = ReadExtensions(ref reader),
        };

        uint Parameter(string name) =>
            whole.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal))?.Type ?? throw fault;
    }

    private static ExtrinsicMetadata ReadExtrinsic15(ref ScaleReader reader) => new()
    {
        Version = reader.ReadByte(),
        AddressType = reader.ReadCompactU32(),
        CallType = reader.ReadCompactU32(),
        SignatureType = reader.ReadCompactU32(),
        ExtraType = reader.ReadCompactU32(),
        SignedExtensions = ReadExtensions(ref reader),
    };

    private static ImmutableArray<SignedExtensionMetadata> ReadExtensions(ref ScaleReader reader)
    {
        var count = reader.ReadCount(3);
        var extensions = ImmutableArray.CreateBuilder<SignedExtensionMetadata>(count);
        for (var i = 0; i < count; i++)
        {
            extensions.Add(new SignedExtensionMetadata(
                Scale.Str.Read(ref reader), reader.ReadCompactU32(), reader.ReadCompactU32()));
        }

        return extensions.MoveToImmutable();
    }

    private static ImmutableArray<RuntimeApiMetadata> ReadApis(ref ScaleReader reader)
    {
        var count = reader.ReadCount(3);
        var apis = ImmutableArray.CreateBuilder<RuntimeApiMetadata>(count);
        for (var i = 0; i < count; i++)
        {
            apis.Add(new RuntimeApiMetadata(
                Scale.Str.Read(ref reader), ReadMethods(ref reader), Lines.Read(ref reader)));
        }

        return apis.MoveToImmutable();
    }

    private static ImmutableArray<RuntimeApiMethodMetadata> ReadMethods(ref ScaleReader reader)
    {
        var count = reader.ReadCount(4);
        var methods = ImmutableArray.CreateBuilder<RuntimeApiMethodMetadata>(count);
        for (var i = 0; i < count; i++)
        {
            var name = Scale.Str.Read(ref reader);
            var inputs = ImmutableArray.CreateBuilder<(string, uint)>();
            for (var left = reader.ReadCount(2); left > 0; left--)
            {
                inputs.Add((Scale.Str.Read(ref reader), reader.ReadCompactU32()));
            }

            methods.Add(new RuntimeApiMethodMetadata(
                name, inputs.ToImmutable(), reader.ReadCompactU32(), Lines.Read(ref reader)));
        }

        return methods.MoveToImmutable();
    }

    private static ImmutableArray<CustomValueMetadata> ReadCustom(ref ScaleReader reader)
    {
        var count = reader.ReadCount(3);
        var values = ImmutableArray.CreateBuilder<CustomValueMetadata>(count);
        for (var i = 0; i < count; i++)
        {
            values.Add(new CustomValueMetadata(Scale.Str.Read(ref reader), reader.ReadCompactU32(), ReadBytes(ref reader)));
        }

        return values.MoveToImmutable();
    }

    private static uint? ReadOptional(ref ScaleReader reader) => reader.ReadBool() ? reader.ReadCompactU32() : null;

    private static ImmutableArray<byte> ReadBytes(ref ScaleReader reader) => [.. reader.ReadBytes(reader.ReadCount(1))];
}
