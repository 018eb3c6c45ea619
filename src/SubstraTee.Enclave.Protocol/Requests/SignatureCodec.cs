using SubstraTee.Codec;
using SubstraTee.Crypto;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Substrate's <c>MultiSignature</c>: scheme index, then 64 or 65 bytes.</summary>
public static class SignatureCodec
{
    /// <summary>The codec.</summary>
    public static ScaleCodec<Signature> Instance { get; } = new MultiSignatureCodec();

    /// <summary>Stands where a signature will be; verifies for nobody.</summary>
    internal static Signature Placeholder { get; } = new(KeyType.Ed25519, new byte[64]);

    private sealed class MultiSignatureCodec : ScaleCodec<Signature>
    {
        private const string Path = "sp_runtime::MultiSignature";

        public override int MinSize => 65;

        public override uint Describe(TypeRegistryBuilder registry) => registry.Add(Path, types =>
        {
            TypeVariant Variant(KeyType type) => new(
                type.ToString(),
                [new TypeField(null, Scale.FixedBytes(Signature.LengthOf(type)).Describe(types))],
                (byte)type,
                []);
            return PortableType.Named(
                Path,
                new TypeDefinition.Variant([Variant(KeyType.Ed25519), Variant(KeyType.Sr25519), Variant(KeyType.Ecdsa)]));
        });

        public override void Write(ScaleWriter writer, Signature value)
        {
            writer.WriteByte((byte)value.Type);
            writer.WriteRaw(value.Bytes.Span);
        }

        public override Signature Read(ref ScaleReader reader)
        {
            var type = (KeyType)reader.ReadByte();
            return Enum.IsDefined(type)
                ? new Signature(type, reader.ReadBytes(Signature.LengthOf(type)))
                : throw reader.Fault(ScaleFault.UnknownVariant);
        }
    }
}
