using SubstraTee.Codec;
using SubstraTee.Crypto;

namespace SubstraTee.Substrate;

/// <summary>The encoding of signatures with their scheme (<c>sp_runtime::MultiSignature</c>).</summary>
public static class MultiSignature
{
    /// <summary>How signatures are encoded: the scheme's number, then 64 or 65 bytes.</summary>
    public static ScaleCodec<Signature> Codec { get; } = new MultiSignatureCodec();
}

internal sealed class MultiSignatureCodec() : NamedCodec<Signature>("sp_runtime::MultiSignature")
{
    public override int MinSize => 65;

    public override void Write(ScaleWriter writer, Signature value)
    {
        writer.WriteByte((byte)value.Type);
        writer.WriteRaw(value.Bytes.Span);
    }

    public override Signature Read(ref ScaleReader reader)
    {
        var type = (KeyType)reader.ReadByte();
        return type is KeyType.Ed25519 or KeyType.Sr25519 or KeyType.Ecdsa
            ? new Signature(type, reader.ReadBytes(Signature.LengthOf(type)))
            : throw reader.Fault(ScaleFault.UnknownVariant);
    }

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Variant(
    [
        Variant("Ed25519", 0, Field(types, null, Scale.FixedBytes(64), "ed25519::Signature")),
        Variant("Sr25519", 1, Field(types, null, Scale.FixedBytes(64), "sr25519::Signature")),
        Variant("Ecdsa", 2, Field(types, null, Scale.FixedBytes(65), "ecdsa::Signature")),
    ]);
}
