using SubstraTee.Codec.Tests.Samples;
using SubstraTee.Primitives;

namespace SubstraTee.Codec.Tests;

public class MalformedTests
{
    private static readonly (string What, ScaleFault Fault, Func<ScaleFault> Decode)[] Cases =
    [
        Case("number that ends early", ScaleFault.UnexpectedEnd, Scale.U32, "0x010203"),
        Case("nothing", ScaleFault.UnexpectedEnd, Scale.CompactU32, "0x"),
        Case("compact without its second byte", ScaleFault.UnexpectedEnd, Scale.CompactU32, "0x01"),
        Case("compact without its fourth byte", ScaleFault.UnexpectedEnd, Scale.CompactU32, "0x020000"),
        Case("large compact that ends early", ScaleFault.UnexpectedEnd, Scale.CompactU64, "0x13ffffff"),
        Case("array that ends early", ScaleFault.UnexpectedEnd, Scale.FixedBytes(4), "0x010203"),
        Case("byte after the value", ScaleFault.TrailingBytes, Scale.U8, "0x0102"),
        Case("byte after nothing", ScaleFault.TrailingBytes, Scale.Unit, "0x00"),
        Case("boolean 2", ScaleFault.InvalidTag, Scale.Bool, "0x02"),
        Case("option tag 2", ScaleFault.InvalidTag, Scale.Option(Scale.U8), "0x0201"),
        Case("result tag 255", ScaleFault.InvalidTag, Scale.Result(Scale.U8, Scale.U8), "0xff01"),
        Case("unknown variant", ScaleFault.UnknownVariant, Shape.Codec, "0x05"),
        Case("unknown value of an enum", ScaleFault.UnknownVariant, ColorScale.Codec, "0x02"),
        Case("63 in two bytes", ScaleFault.NonCanonicalCompact, Scale.CompactU32, "0xfd00"),
        Case("0 in four bytes", ScaleFault.NonCanonicalCompact, Scale.CompactU32, "0x02000000"),
        Case("2^30 - 1 in five bytes", ScaleFault.NonCanonicalCompact, Scale.CompactU32, "0x03ffffff3f"),
        Case("leading zero in a large compact", ScaleFault.NonCanonicalCompact, Scale.CompactU128, "0x07ffffffff00"),
        Case("256 as compact u8", ScaleFault.OutOfRange, Scale.CompactU8, "0x0104"),
        Case("65536 as compact u16", ScaleFault.OutOfRange, Scale.CompactU16, "0x02000400"),
        Case("2^32 as compact u32", ScaleFault.OutOfRange, Scale.CompactU32, "0x070000000001"),
        Case("2^64 as compact u64", ScaleFault.OutOfRange, Scale.CompactU64, "0x17000000000000000001"),
        Case("2^128 as compact u128", ScaleFault.OutOfRange, Scale.CompactU128, "0x370000000000000000000000000000000001"),
        Case("count beyond the bytes", ScaleFault.TooLong, Scale.Vec(Scale.U32), "0x0801000000"),
        Case("count beyond the limit", ScaleFault.TooLong, Scale.Vec(Scale.U8, 2), "0x0c010203"),
        Case("text beyond the limit", ScaleFault.TooLong, Scale.StrOf(2), "0x0c616263"),
        Case("bytes beyond the limit", ScaleFault.TooLong, Scale.BytesOf(2), "0x0c616263"),
        Case("map beyond the limit", ScaleFault.TooLong, Scale.Map(Scale.U8, Scale.U8, 1), "0x0801000200"),
        Case("set beyond the limit", ScaleFault.TooLong, Scale.Set(Scale.U8, 1), "0x080102"),
        Case("many items without bytes", ScaleFault.TooLong, Scale.Vec(Scale.Unit), "0x02000400"),
        Case("more bits than bytes", ScaleFault.TooLong, Scale.BitVec, "0x24ff"),
        Case("lists in lists", ScaleFault.TooDeep, Expression.Codec, Hex.Encode([.. Enumerable.Repeat<byte[]>([2, 4], 100).SelectMany(one => one)])),
        Case("sums of sums", ScaleFault.TooDeep, Expression.Codec, Hex.Encode([.. Enumerable.Repeat((byte)1, 100)])),
        Case("parents of parents", ScaleFault.TooDeep, Tree.Codec, Hex.Encode([.. Enumerable.Repeat<byte[]>([0, 0, 0, 0, 1], 100).SelectMany(one => one)])),
        Case("overlong UTF-8", ScaleFault.InvalidUtf8, Scale.Str, "0x08c080"),
        Case("half a surrogate", ScaleFault.InvalidUtf8, Scale.Str, "0x0ceda080"),
        Case("UTF-8 cut short", ScaleFault.InvalidUtf8, Scale.Str, "0x04c3"),
        Case("keys that descend", ScaleFault.UnsortedKeys, Scale.Map(Scale.U8, Scale.U8), "0x0802000100"),
        Case("one key twice", ScaleFault.UnsortedKeys, Scale.Map(Scale.U8, Scale.U8), "0x0801000100"),
        Case("one item twice", ScaleFault.UnsortedKeys, Scale.Set(Scale.U8), "0x080101"),
        Case("unknown measurement family", ScaleFault.InvalidValue, Scale.Measurement, "0xff80" + new string('0', 64)),
        Case("measurement of one byte", ScaleFault.InvalidValue, Scale.Measurement, "0x000401" + new string('0', 64)),
        Case("percent beyond 100", ScaleFault.InvalidValue, Percent.Codec, "0x65"),
        Case("registry out of order", ScaleFault.InvalidType, PortableRegistry.Codec, "0x04040000020000"),
    ];

    [Fact]
    public void Every_kind_of_malformed_input_is_refused_by_its_name()
    {
        foreach (var (what, fault, decode) in Cases)
        {
            Assert.True(fault == decode(), $"{what}: expected {fault}, got {decode()}");
        }

        Assert.Equal(Enum.GetValues<ScaleFault>().Except([ScaleFault.None]).Order(), Cases.Select(one => one.Fault).Distinct().Order());
    }

    [Fact]
    public void Numbers_of_faults_are_frozen() => Assert.Equal(
        "None=0 UnexpectedEnd=1 TrailingBytes=2 InvalidTag=3 UnknownVariant=4 NonCanonicalCompact=5 OutOfRange=6 TooLong=7 "
        + "TooDeep=8 InvalidUtf8=9 UnsortedKeys=10 InvalidValue=11 InvalidType=12",
        string.Join(' ', Enum.GetValues<ScaleFault>().Select(fault => $"{fault}={(int)fault}")));

    [Fact]
    public void Fault_names_the_byte_where_it_showed()
    {
        var refused = Assert.Throws<ScaleException>(() => Scale.Tuple(Scale.U32, Scale.Bool).Decode([1, 0, 0, 0, 7]));
        Assert.Equal((ScaleFault.InvalidTag, 4), (refused.Fault, refused.Offset));
        Assert.Equal("invalid SCALE at byte 4: InvalidTag", refused.Message);
    }

    [Theory]
    [InlineData("0xfeffffff")]
    [InlineData("0x03ffffffff")]
    [InlineData("0x13ffffffffffffffff")]
    [InlineData("0x33ffffffffffffffffffffffffffffffff")]
    public void Huge_counts_allocate_nothing(string count)
    {
        var bytes = Hex.Decode(count + new string('0', 128));
        var registry = new PortableRegistry(
        [
            PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.U32)),
            PortableType.Anonymous(new TypeDefinition.Sequence(0)),
            PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.Str)),
            PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.U8)),
            PortableType.Anonymous(new TypeDefinition.Sequence(3)),
            PortableType.Anonymous(new TypeDefinition.Tuple([])),
            PortableType.Anonymous(new TypeDefinition.Sequence(5)),
        ]);
        AssertSmall(Scale.Bytes, bytes);
        AssertSmall(Scale.Memory, bytes);
        AssertSmall(Scale.Str, bytes);
        AssertSmall(Scale.Vec(Scale.U8), bytes);
        AssertSmall(Scale.Vec(Scale.U128), bytes);
        AssertSmall(Scale.Vec(Scale.Unit), bytes);
        AssertSmall(Scale.Vec(Shape.Codec), bytes);
        AssertSmall(Scale.Map(Scale.U8, Scale.Unit), bytes);
        AssertSmall(Scale.Set(Scale.U32), bytes);
        AssertSmall(Scale.BitVec, bytes);
        AssertSmall(PortableRegistry.Codec, bytes);
        foreach (uint type in new[] { 1, 2, 4, 6 })
        {
            AssertSmall(() => DynamicCodec.TryDecode(registry, type, bytes, out _, out _));
        }
    }

    [Fact]
    public void Lists_longer_than_their_bytes_could_hold_grow_with_what_was_read()
    {
        // The count fits the bytes if every item were the smallest variant, but the first one ends the input.
        var bytes = new byte[100_000];
        bytes[0] = 0x02;
        bytes[1] = 0x1a;
        bytes[2] = 0x06;
        bytes[4] = 9;
        bytes[5] = 0xff;
        AssertSmall(Scale.Vec(Shape.Codec), bytes);
    }

    [Fact]
    public void MinSize_is_never_more_than_an_encoding()
    {
        Assert.InRange(Everything.Codec.Encode(GeneratedCodecTests.MakeEverything()).Length, Everything.Codec.MinSize, int.MaxValue);
        Assert.Equal(Shape.Codec.MinSize, Shape.Codec.Encode(new Shape.Point()).Length);
        Assert.Equal(Tree.Codec.MinSize, Tree.Codec.Encode(new Tree(0, null, [])).Length);
        Assert.Equal(AccountInfo.Codec.MinSize, AccountInfo.Codec.Encode(new AccountInfo(0, 0, 0, 0, default)).Length);
    }

    private static void AssertSmall<T>(ScaleCodec<T> codec, byte[] bytes) => AssertSmall(() => codec.TryDecode(bytes, out _, out _));

    private static void AssertSmall(Func<bool> decode)
    {
        decode();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(decode());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024);
    }

    private static (string What, ScaleFault Fault, Func<ScaleFault> Decode) Case<T>(
        string what, ScaleFault fault, ScaleCodec<T> codec, string bytes) => (what, fault, () => FaultOf(codec, Hex.Decode(bytes)));

    private static ScaleFault FaultOf<T>(ScaleCodec<T> codec, byte[] bytes)
    {
        codec.TryDecode(bytes, out _, out var fault);
        return fault;
    }
}
