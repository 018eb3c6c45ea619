using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>A pallet's own error (<c>sp_runtime::ModuleError</c>).</summary>
/// <param name="Pallet">The pallet's index.</param>
/// <param name="Error">Four bytes as a little-endian number: the first is the error's index, the others nested data.</param>
public readonly record struct ModuleError(byte Pallet, uint Error)
{
    /// <summary>How the error is encoded.</summary>
    public static ScaleCodec<ModuleError> Codec { get; } = new ModuleErrorCodec();

    /// <summary>The error's index in the pallet.</summary>
    public byte Index => (byte)Error;
}

internal sealed class ModuleErrorCodec() : NamedCodec<ModuleError>("sp_runtime::ModuleError")
{
    public override int MinSize => 5;

    public override void Write(ScaleWriter writer, ModuleError value)
    {
        writer.WriteByte(value.Pallet);
        writer.WriteU32(value.Error);
    }

    public override ModuleError Read(ref ScaleReader reader) => new(reader.ReadByte(), reader.ReadU32());

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "index", Scale.U8, "u8"),
        Field(types, "error", Scale.FixedBytes(4), "[u8; MAX_MODULE_ERROR_ENCODED_SIZE]"),
    ]);
}
