using System.Text.Json;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Codec.Tests;

public class VectorTests
{

    [VectorFact]
    public void Public_vectors_are_read_and_written_typed_and_by_description()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf("substrate/scale.json")));
        var checkedCount = 0;
        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var type = vector.GetProperty("type").GetString()!;
            if (type is "ExtrinsicEra")
            {
                // A type of FRAME, which lives in the Substrate room.
                continue;
            }

            var bytes = Hex.Decode(vector.GetProperty("bytes").GetString()!);
            var codec = CodecOf(type);
            Assert.Equal(bytes, codec.Again(bytes));

            var builder = new TypeRegistryBuilder();
            var number = codec.Codec.Describe(builder);
            var registry = builder.BuildRegistry();
            var value = DynamicCodec.Decode(registry, number, bytes);
            Assert.Equal(bytes, DynamicCodec.Encode(registry, number, value));
            if (type is not "BitVec")
            {
                // Maps and sets are written in any order there, in theirs here.
                var expected = ScaleJson.Read(registry, number, vector.GetProperty("value"));
                Assert.Equal(type.StartsWith("BTree", StringComparison.Ordinal) ? Sorted(expected) : expected, value);
            }

            checkedCount++;
        }

        Assert.Equal(43, checkedCount);
    }

    private static ScaleValue.List Sorted(ScaleValue value) => new(
        [.. ((ScaleValue.List)value).Items.OrderBy(item => ((ScaleValue.Number)((item as ScaleValue.List)?.Items[0] ?? item)).Value)]);

    private static (IScaleCodec Codec, Func<byte[], byte[]> Again) CodecOf(string type) => type switch
    {
        "Compact<u128>" => Typed(Scale.CompactU128),
        "u8" => Typed(Scale.U8),
        "u16" => Typed(Scale.U16),
        "u32" => Typed(Scale.U32),
        "u64" => Typed(Scale.U64),
        "u128" => Typed(Scale.U128),
        "i8" => Typed(Scale.I8),
        "i16" => Typed(Scale.I16),
        "i32" => Typed(Scale.I32),
        "i64" => Typed(Scale.I64),
        "i128" => Typed(Scale.I128),
        "bool" => Typed(Scale.Bool),
        "Text" => Typed(Scale.Str),
        "Option<u32>" => Typed(Scale.Option(Scale.U32)),
        "Option<bool>" => Typed(Scale.Option(Scale.Bool)),
        "Vec<u16>" => Typed(Scale.Vec(Scale.U16)),
        "(u8, u32)" => Typed(Scale.Tuple(Scale.U8, Scale.U32)),
        "[u8; 4]" => Typed(Scale.FixedBytes(4)),
        "BTreeMap<u32, Text>" => Typed(Scale.Map(Scale.U32, Scale.Str)),
        "BTreeSet<u32>" => Typed(Scale.Set(Scale.U32)),
        "Result<u32, Text>" => Typed(Scale.Result(Scale.U32, Scale.Str)),
        "BitVec" => Typed(Scale.BitVec),
        _ when type.StartsWith("{\"_enum\"", StringComparison.Ordinal) => Typed(Letter.Codec),
        _ => throw new InvalidOperationException($"no codec for the vector's type {type}"),
    };

    private static (IScaleCodec Codec, Func<byte[], byte[]> Again) Typed<T>(ScaleCodec<T> codec) =>
        (codec, bytes => codec.Encode(codec.Decode(bytes)));
}

[ScaleType]
public abstract partial record Letter
{
    [ScaleVariant(0)]
    public sealed record A : Letter;

    [ScaleVariant(1, Positional = true)]
    public sealed record B(byte Value) : Letter;

    [ScaleVariant(2, Positional = true)]
    public sealed record C((byte, ushort) Value) : Letter;
}
