namespace SubstraTee.Codec.Generator.Tests;

public class DiagnosticTests
{
    [Theory]
    [InlineData("[ScaleType] public record A(uint X);", "STEE001 at A: 'A' must be declared partial, so that its codec can be added")]
    [InlineData(
        "public static class Outer { [ScaleType] public partial record A(uint X); }",
        "STEE001 at Outer: 'Outer' must be declared partial, so that its codec can be added")]
    [InlineData(
        "[ScaleType] public partial record A(uint[] X);",
        "STEE002 at X: 'X': uint[] is no list that can be encoded; use ImmutableArray<T> (or byte[] for bytes)")]
    [InlineData(
        "[ScaleType] public partial record A(List<uint> Items);",
        "STEE002 at Items: 'Items': List<uint> has no codec: mark it [ScaleType], give it a static property Codec, or name one by [ScaleCodec]")]
    [InlineData(
        "[ScaleType] public partial record A(ImmutableArray<double> Items);",
        "STEE002 at Items: 'Items': double has no codec: mark it [ScaleType], give it a static property Codec, or name one by [ScaleCodec]")]
    [InlineData(
        "[ScaleType] public partial record A((int, int, int, int, int) X);",
        "STEE002 at X: 'X': (int, int, int, int, int) is a tuple of more than 4; use a record")]
    [InlineData("[ScaleType] public partial record A<T>(T? X);", "STEE002 at X: 'X': a type parameter cannot be optional")]
    [InlineData(
        "[ScaleType] public abstract partial record U { [ScaleVariant(1)] public sealed record A : U; [ScaleVariant(1)] public sealed record B : U; }",
        "STEE003 at B: 'B' has the index 1, which another variant of the same type has")]
    [InlineData(
        "[ScaleType] public enum E { A = 1, B = 1 }", "STEE003 at B: 'B' has the index 1, which another variant of the same type has")]
    [InlineData(
        "[ScaleType] public partial record A([MaxLength(3), FixedLength(3)] byte[] X);",
        "STEE004 at X: 'X' carries [MaxLength] and [FixedLength]; only one of them can decide the encoding")]
    [InlineData(
        "[ScaleType] public partial record A([Compact, ScaleCodec(typeof(Scale), nameof(Scale.U32))] uint X);",
        "STEE004 at X: 'X' carries [ScaleCodec] and another attribute of the encoding; only one of them can decide the encoding")]
    [InlineData(
        "[ScaleType] public partial record A([Compact] int X);", "STEE005 at X: 'X': [Compact] is for unsigned numbers, not for int")]
    [InlineData(
        "[ScaleType] public partial record A([MaxLength(3)] uint X);",
        "STEE005 at X: 'X': a length is for lists, bytes and text, not for uint")]
    [InlineData("[ScaleType] public partial record A([MaxLength(-1)] byte[] X);", "STEE005 at X: 'X': a length is not negative")]
    [InlineData("[ScaleType] public partial record A([Compact] byte[] X);", "STEE005 at X: 'X': [Compact] is not for bytes")]
    [InlineData(
        "[ScaleType(StructuralEquality = true)] public partial record A<T>(T X);",
        "STEE005 at A: 'A': StructuralEquality is for types without type parameters")]
    [InlineData(
        "[ScaleType] public abstract partial record U { [ScaleVariant(0)] public sealed record A : U; public sealed record B : U; }",
        "STEE006 at B: 'B' must be a sealed record nested in the union it derives from, and carry [ScaleVariant]: it derives from the union but has no index")]
    [InlineData(
        "[ScaleVariant(0)] public sealed record A(uint X);",
        "STEE006 at A: 'A' must be a sealed record nested in the union it derives from, and carry [ScaleVariant]: it is not nested in an abstract [ScaleType]")]
    [InlineData("[ScaleType] public abstract partial record U;", "STEE007 at U: 'U' has no variants: nothing could be encoded or decoded")]
    [InlineData("[ScaleType] public enum E;", "STEE007 at E: 'E' has no variants: nothing could be encoded or decoded")]
    [InlineData(
        "[ScaleType] public enum E { A = 256 }", "STEE008 at A: 'A' has the value 256; a variant index is a number from 0 to 255")]
    [InlineData(
        "[ScaleType] public enum E { A = -1 }", "STEE008 at A: 'A' has the value -1; a variant index is a number from 0 to 255")]
    [InlineData(
        "[ScaleType] public partial class A(uint x) { public uint Y => x; }",
        "STEE009 at A: 'A': its constructor's parameter 'x' has no property of the same name and type")]
    [InlineData(
        "[ScaleType] public partial class A { public A(uint x) { X = x; } public A(int x) { X = (uint)x; } public uint X { get; } }",
        "STEE009 at A: 'A': it has several constructors and none is primary")]
    [InlineData(
        "[ScaleType] public partial record A([ScaleCodec(typeof(Scale), \"Nothing\")] uint X);",
        "STEE010 at X: 'X': Scale has no static field or property 'Nothing'")]
    [InlineData(
        "[ScaleType] public partial record A([ScaleCodec(typeof(Scale), nameof(Scale.U64))] uint X);",
        "STEE010 at X: 'X': Scale.U64 is no ScaleCodec<uint>")]
    [InlineData(
        "[ScaleType(Validate = \"Nothing\")] public partial record A(uint X);",
        "STEE011 at A: 'A' has no instance property 'Nothing' of type bool")]
    [InlineData(
        "[ScaleType] public partial record A(uint X, A Next);",
        "STEE012 at Next: 'A' contains itself through 'Next'; use an option or a list")]
    public void Unsupported_shape_is_refused_where_it_stands(string source, string problem) =>
        Assert.Equal([problem], GeneratorDriver.Problems(source));

    [Fact]
    public void Records_that_contain_each_other_are_both_refused()
    {
        var problems = GeneratorDriver.Problems(
            "[ScaleType] public partial record A(B Other); [ScaleType] public partial record B((uint, A) Other);");
        Assert.Equal(["STEE012", "STEE012"], problems.Select(one => one[..7]));
    }

    [Fact]
    public void Several_mistakes_are_reported_together()
    {
        var problems = GeneratorDriver.Problems("[ScaleType] public record A(double X, [Compact] string Y);");
        Assert.Equal(["STEE001", "STEE002", "STEE005"], problems.Select(one => one[..7]));
    }

    [Fact]
    public void Unknown_type_is_left_to_the_compiler() =>
        Assert.Empty(GeneratorDriver.Problems("[ScaleType] public partial record A(Missing X);"));

    [Fact]
    public void Numbers_of_the_rules_are_all_tested_and_described()
    {
        var tested = typeof(DiagnosticTests).GetMethod(nameof(Unsupported_shape_is_refused_where_it_stands))!
            .GetCustomAttributesData().Where(one => one.AttributeType == typeof(InlineDataAttribute))
            .Select(one => ((System.Collections.ObjectModel.ReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)
                one.ConstructorArguments[0].Value!)[1].Value!.ToString()![..7])
            .Distinct().Order();
        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"STEE{i:000}"), tested);
    }
}
