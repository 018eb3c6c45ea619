using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SubstraTee.Codec.Generator;

/// <summary>A diagnostic in values that can be compared and outlive the compilation they were found in.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, string? File, TextSpan Span, LinePositionSpan Lines, string First, string Second)
{
    public static Problem At(Location? place, DiagnosticDescriptor rule, string first, string second = "") => new(
        rule, place?.SourceTree?.FilePath, place?.SourceSpan ?? default, place?.GetLineSpan().Span ?? default, first, second);

    public static Problem At(ISymbol symbol, DiagnosticDescriptor rule, string first, string second = "") =>
        At(symbol.Locations.FirstOrDefault(), rule, first, second);

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Rule, File is null ? Location.None : Location.Create(File, Span, Lines), First, Second);
}
