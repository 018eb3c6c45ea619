using System.Collections.Immutable;
using SubstraTee.Codec.Tests.Samples;
using SubstraTee.Primitives;

namespace SubstraTee.Codec.Tests;

public class GeneratedCodecTests
{
    private static readonly Bytes32 Some = new(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    [Fact]
    public void Record_is_its_fields_one_after_the_other()
    {
        var info = new AccountInfo(1, 2, 3, 4, new Balances(5, 6, 7, 8));
        var bytes = AccountInfo.Codec.Encode(info);
        Assert.Equal(
            "0x01000000020000000300000004000000" + "05000000000000000000000000000000" + "06000000000000000000000000000000"
            + "07000000000000000000000000000000" + "08000000000000000000000000000000",
            Hex.Encode(bytes));
        Assert.Equal(info, AccountInfo.Codec.Decode(bytes));
        Assert.Equal(80, AccountInfo.Codec.MinSize);
    }

    [Fact]
    public void Every_kind_of_field_comes_back_as_it_was()
    {
        var value = MakeEverything();
        var bytes = Everything.Codec.Encode(value);
        var again = Everything.Codec.Decode(bytes);
        Assert.Equal(value, again);
        Assert.Equal(value.GetHashCode(), again.GetHashCode());
        Assert.Equal(bytes, Everything.Codec.Encode(again));
        Assert.Equal("0x00c0ffee", Hex.Encode(Custom.Reversed.Encode(0x00c0ffee)));
        Assert.NotEqual(value, value with { Name = "other" });
    }

    [Fact]
    public void Every_truncation_of_an_encoding_is_refused()
    {
        var bytes = Everything.Codec.Encode(MakeEverything());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(Everything.Codec.TryDecode(bytes.AsSpan(0, length), out _, out var fault));
            Assert.True(fault is ScaleFault.UnexpectedEnd or ScaleFault.TooLong, $"{fault} at {length}");
        }
    }

    [Fact]
    public void MinSize_is_the_sum_of_the_smallest_fields()
    {
        Assert.Equal(2, Expression.Codec.MinSize);
        Assert.Equal(1, Shape.Codec.MinSize);
        Assert.Equal(6, Tree.Codec.MinSize);
        Assert.Equal(4 + 1, Settings.Codec.MinSize);
        Assert.Equal(2 + 1 + 1, Crate<ushort>.CodecOf(Scale.U16).MinSize);
    }

    [Fact]
    public void Union_is_its_index_and_the_fields_of_the_variant()
    {
        Assert.Equal("0x00", Hex.Encode(Shape.Codec.Encode(new Shape.Point())));
        Assert.Equal("0x0204", Hex.Encode(Shape.Codec.Encode(new Shape.Circle(1))));
        var path = new Shape.Path([(1, -1)], [7]);
        Assert.Equal("0x090401000000ffffffff0407", Hex.Encode(Shape.Codec.Encode(path)));
        Assert.Equal(path, Shape.Codec.Decode(Shape.Codec.Encode(path)));
        Assert.Equal(path.GetHashCode(), Shape.Codec.Decode(Shape.Codec.Encode(path)).GetHashCode());
    }

    [Theory]
    [InlineData("0x01")]
    [InlineData("0x0a")]
    [InlineData("0xff")]
    public void Union_refuses_an_index_it_does_not_have(string bytes)
    {
        Assert.False(Shape.Codec.TryDecode(Hex.Decode(bytes), out _, out var fault));
        Assert.Equal(ScaleFault.UnknownVariant, fault);
        var refused = Assert.Throws<ScaleException>(() => Shape.Codec.Decode(Hex.Decode(bytes)));
        Assert.Equal(0, refused.Offset);
    }

    [Fact]
    public void Enum_is_its_number_and_nothing_else()
    {
        Assert.Equal([7], ColorScale.Codec.Encode(Color.Blue));
        Assert.Equal(Color.Blue, ColorScale.Codec.Decode([7]));
        Assert.False(ColorScale.Codec.TryDecode([2], out _, out var fault));
        Assert.Equal(ScaleFault.UnknownVariant, fault);
        Assert.Throws<ArgumentOutOfRangeException>(() => ColorScale.Codec.Encode((Color)3));
    }

    [Fact]
    public void Types_that_contain_themselves_come_back_as_they_were()
    {
        var tree = new Tree(1, new Tree(2, null, []), [new Tree(3, null, [new Tree(4, null, [])])]);
        Assert.Equal(tree, Tree.Codec.Decode(Tree.Codec.Encode(tree)));
        Expression sum = new Expression.Sum(new Expression.Number(1), new Expression.Sum(new Expression.Number(2), new Expression.Number(3)));
        Assert.Equal(sum, Expression.Codec.Decode(Expression.Codec.Encode(sum)));
    }

    [Fact]
    public void Nesting_without_end_is_refused_before_the_stack_is()
    {
        var sums = Enumerable.Repeat((byte)1, 1_000_000).ToArray();
        Assert.False(Expression.Codec.TryDecode(sums, out _, out var fault));
        Assert.Equal(ScaleFault.TooDeep, fault);
        var lists = Enumerable.Repeat<byte[]>([2, 4], 100_000).SelectMany(one => one).ToArray();
        Assert.False(Expression.Codec.TryDecode(lists, out _, out fault));
        Assert.Equal(ScaleFault.TooDeep, fault);
    }

    [Fact]
    public void Limits_of_fields_hold_for_reader_and_writer()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Settings.Codec.Encode(new Settings { First = 1, Second = "too long to be" }));
        Assert.False(Settings.Codec.TryDecode([1, 0, 0, 0, 9 << 2, 65, 65, 65, 65, 65, 65, 65, 65, 65], out _, out var fault));
        Assert.Equal(ScaleFault.TooLong, fault);
        var settings = Settings.Codec.Decode([1, 0, 0, 0, 4, 65]);
        Assert.Equal((1u, "A"), (settings.First, settings.Second));
    }

    [Fact]
    public void Value_that_its_own_rule_refuses_is_a_fault()
    {
        Assert.Equal(new Percent(100), Percent.Codec.Decode([100]));
        Assert.False(Percent.Codec.TryDecode([101], out _, out var fault));
        Assert.Equal(ScaleFault.InvalidValue, fault);
    }

    [Fact]
    public void Generic_record_takes_the_codecs_of_its_parameters()
    {
        var codec = Crate<string>.CodecOf(Scale.Str);
        var box = new Crate<string>("a", ["b"], new Crate<string>("c", [], null));
        Assert.Equal("0x0461" + "040462" + "01" + "0463" + "00" + "00", Hex.Encode(codec.Encode(box)));
        Assert.Equal("c", codec.Decode(codec.Encode(box)).Inner!.Content);
    }

    [Fact]
    public void Nested_types_get_their_codecs_where_they_are() =>
        Assert.Equal([5, 0, 0, 0, 2], Outer.Nested.Codec.Encode(new Outer.Nested(5, Outer.Inner.Two)));

    [Fact]
    public void Description_has_names_types_and_documentation()
    {
        var builder = new TypeRegistryBuilder();
        var number = AccountInfo.Codec.Describe(builder);
        var type = builder.Build()[(int)number];
        Assert.Equal(["frame_system", "AccountInfo"], type.Path.ToArray());
        Assert.Equal(["What the System pallet keeps of an account."], type.Docs.ToArray());
        var fields = Assert.IsType<TypeDefinition.Composite>(type.Definition).Fields;
        Assert.Equal(["nonce", "consumers", "providers", "sufficients", "data"], fields.Select(field => field.Name));
        Assert.Equal(["u32", "u32", "u32", "u32", "Balances"], fields.Select(field => field.TypeName));
        Assert.Equal(["How many transactions it sent."], fields[0].Docs.ToArray());
        Assert.Equal(["Its `Balances`."], fields[4].Docs.ToArray());
    }

    [Fact]
    public void Description_of_a_union_has_its_variants()
    {
        var builder = new TypeRegistryBuilder();
        var type = Describe(Shape.Codec, builder);
        var variants = Assert.IsType<TypeDefinition.Variant>(type.Definition).Variants;
        Assert.Equal(["Point", "Circle", "Path"], variants.Select(one => one.Name));
        Assert.Equal([0, 2, 9], variants.Select(one => (int)one.Index));
        Assert.Equal(["A circle."], variants[1].Docs.ToArray());
        Assert.Equal("radius", variants[1].Fields[0].Name);
        Assert.Equal(["From the middle to the rim."], variants[1].Fields[0].Docs.ToArray());
        Assert.Null(variants[2].Fields[0].Name);
        var colors = Assert.IsType<TypeDefinition.Variant>(Describe(ColorScale.Codec, builder).Definition).Variants;
        Assert.Equal(["Red", "Green", "Azure"], colors.Select(one => one.Name));
        Assert.Equal(["Like blood."], colors[0].Docs.ToArray());
    }

    [Fact]
    public void Description_of_everything_names_each_field_as_Rust_would()
    {
        var fields = Assert.IsType<TypeDefinition.Composite>(
            Describe(Everything.Codec, new TypeRegistryBuilder()).Definition).Fields.ToDictionary(one => one.Name!);
        Assert.Equal("Vec<Compact<u32>>", fields["packed_items"].TypeName);
        Assert.Equal("BTreeMap<u32, String>", fields["map"].TypeName);
        Assert.Equal("(u8, u8, u8, Option<Balances>)", fields["four"].TypeName);
        Assert.Equal("Result<u32, String>", fields["outcome"].TypeName);
        Assert.Equal("T::Index", fields["renamed"].TypeName);
        Assert.Equal("[u16; 3]", fields["three"].TypeName);
        Assert.Equal(["A little of everything", "that a field can be."], Describe(Everything.Codec, new TypeRegistryBuilder()).Docs.ToArray());
    }

    /// <summary>A value of every kind of field.</summary>
    internal static Everything MakeEverything() => new(
        true, -1, -2, -3, -4, -5, 6, 7, 8, 9, 10, 11, 12, 13, [1, 100, 100_000],
        "näme", null, [1, 2, 3], [4], [5, 6, 7, 8], new byte[] { 9 }, new byte[] { 1, 2 }, [3, 4], [1, 2, 3], ["a", "b"],
        ImmutableSortedDictionary<uint, string>.Empty.Add(2, "two").Add(1, "one"), [3, 1, 2],
        (1, true), (1, 2, "3"), (1, 2, 3, new Balances(1, 2, 3, 4)), Result<uint, string>.Fail("no"),
        new BitSequence(true, false, true, true, false, false, true, false),
        new Hash256(Some), new AccountId(Some), new ShardId(Some), new InstanceId(Some), new ShieldingKey(Some), Some,
        new Measurement(MeasurementFamily.Sgx, Some.AsSpan()), default, Color.Green, Color.Blue,
        new Shape.Circle(3), new Shape.Path([(1, 2)], [3]), new HandWritten(5), 0x01020304, 77,
        new Crate<ushort>(1, [2], null));

    private static PortableType Describe(IScaleCodec codec, TypeRegistryBuilder builder)
    {
        var number = codec.Describe(builder);
        return builder.Build()[(int)number];
    }
}
