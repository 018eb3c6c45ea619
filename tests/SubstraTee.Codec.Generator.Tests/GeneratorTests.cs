using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SubstraTee.Codec.Generator.Tests;

public class GeneratorTests
{
    [Theory]
    [InlineData("[ScaleType] public partial record Empty;")]
    [InlineData("[ScaleType] internal partial record struct Internal(uint @class, string? @event);")]
    [InlineData("[ScaleType] public partial struct Plain { public uint X { get; set; } }")]
    [InlineData("[ScaleType(StructuralEquality = true)] public partial class Class(byte[] x) { public byte[] X => x; }")]
    [InlineData("[ScaleType(StructuralEquality = true)] public partial record Open(byte[] X);")]
    [InlineData("[ScaleType(StructuralEquality = true)] public readonly partial record struct Value(ImmutableArray<uint> X);")]
    [InlineData("public partial interface IOuter { [ScaleType] public partial record Nested(uint X); [ScaleType] enum E { A } }")]
    [InlineData("public partial struct Outer<T> { [ScaleType] public partial record Nested(uint X); }")]
    [InlineData("[ScaleType] public partial record Pair<TFirst, TSecond>(TFirst First, TSecond Second) where TFirst : struct;")]
    [InlineData("[ScaleType] public partial record Uses(Pair<uint, ImmutableArray<Hash256>> X); [ScaleType] public partial record Pair<A, B>(A X, B Y);")]
    [InlineData("[ScaleType] public abstract partial record Maybe<T> { [ScaleVariant(0)] public sealed record None : Maybe<T>; [ScaleVariant(1)] public sealed record Some(T Value) : Maybe<T>; }")]
    [InlineData("[ScaleType] public partial record Base(uint X); [ScaleType] public partial record Derived(uint X, uint Y) : Base(X);")]
    [InlineData("[ScaleType(\"a::\\\"b\\\"\")] public enum Quoted : ulong { A = 1, B = 3 }")]
    [InlineData("[ScaleType] public partial record Bytes([FixedLength(0)] byte[] X, [MaxLength(0)] ImmutableSortedSet<string> Y);")]
    public void Generated_code_compiles_without_a_warning(string source)
    {
        var result = GeneratorDriver.Run(source, out var output);
        Assert.Empty(result.Diagnostics);
        Assert.NotEmpty(result.GeneratedTrees);
        Assert.DoesNotContain(
            output.GetDiagnostics(), one => one.Severity >= DiagnosticSeverity.Warning && one.Id is not ("CS1591" or "CS8981"));
    }

    [Fact]
    public void Unrelated_edit_generates_nothing_anew()
    {
        var compilation = GeneratorDriver.Compile("[ScaleType] public partial record A(uint X);");
        Microsoft.CodeAnalysis.GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ScaleTypeGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "internal class Other;", (CSharpParseOptions)compilation.SyntaxTrees[0].Options));
        var steps = driver.RunGenerators(edited).GetRunResult().Results[0].TrackedOutputSteps.SelectMany(one => one.Value);
        Assert.All(steps.SelectMany(one => one.Outputs), one => Assert.Equal(IncrementalStepRunReason.Cached, one.Reason));
    }
}
