using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>A field of a record or variant.</summary>
/// <param name="Member">The property that holds it.</param>
/// <param name="Type">Its type.</param>
/// <param name="ScaleName">Its name in scale-info, or null in tuple-like types.</param>
/// <param name="TypeName">Its type as scale-info writes it, or null.</param>
/// <param name="Docs">Lines of documentation.</param>
/// <param name="Codec">How it is encoded.</param>
/// <param name="Part">The variable that keeps a composed codec.</param>
internal sealed record FieldPlan(
    string Member, ITypeSymbol Type, string? ScaleName, string? TypeName, ImmutableArray<string> Docs, CodecPlan Codec, string Part)
{
    /// <summary>The codec as the generated methods reach it.</summary>
    public string Reach(bool generic) => Codec switch
    {
        { IsComposed: false } => Codec.Expression,
        _ when generic => "_" + Part,
        _ => "Parts." + Part,
    };
}
