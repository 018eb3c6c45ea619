using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SubstraTee.Codec.Generator.Tests;

/// <summary>Runs the generator over a piece of source, as the compiler does.</summary>
internal static class GeneratorDriver
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static GeneratorDriverRunResult Run(string source, out Compilation output)
    {
        var driver = CSharpGeneratorDriver.Create([new ScaleTypeGenerator().AsSourceGenerator()], parseOptions: Parse);
        var result = driver.RunGeneratorsAndUpdateCompilation(Compile(source), out output, out _);
        return result.GetRunResult();
    }

    /// <summary>The generator's diagnostics, each as its number, the text it points at, and its message.</summary>
    public static string[] Problems(string source) =>
    [
        .. Run(source, out _).Diagnostics.Select(one => $"{one.Id} at {Pointed(source, one.Location)}: {one.GetMessage()}"),
    ];

    public static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Sample",
        [CSharpSyntaxTree.ParseText(Usings + source, Parse, path: "Sample.cs")],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using SubstraTee.Codec;
        using SubstraTee.Primitives;
        namespace Sample;

        """;

    private static string Pointed(string source, Location location) =>
        (Usings + source).Substring(location.SourceSpan.Start, location.SourceSpan.Length);
}
