using System.Runtime.CompilerServices;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>An enum whose variants carry nothing: the C# names and numbers are the ones of scale-info.</summary>
internal sealed class PlainEnumCodec<T>(string path) : NamedCodec<T>(path)
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();

    public override int MinSize => 1;

    public override void Write(ScaleWriter writer, T value) => writer.WriteByte(ToByte(value));

    public override T Read(ref ScaleReader reader)
    {
        var index = reader.ReadByte();
        foreach (var value in Values)
        {
            if (ToByte(value) == index)
            {
                return value;
            }
        }

        throw reader.Fault(ScaleFault.UnknownVariant);
    }

    protected override TypeDefinition Define(TypeRegistryBuilder types) =>
        new TypeDefinition.Variant([.. Values.Select(value => Variant(value.ToString(), ToByte(value)))]);

    private static byte ToByte(T value) => Unsafe.BitCast<T, byte>(value);
}
