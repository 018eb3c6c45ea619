using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>A field of a struct or variant.</summary>
/// <param name="Name">Its name, or null in tuple-like types.</param>
/// <param name="Type">The number of its type in the registry.</param>
/// <param name="TypeName">The type as the declaration writes it, or null.</param>
/// <param name="Docs">Lines of documentation.</param>
[ScaleType("scale_info::ty::fields::Field", StructuralEquality = true)]
public sealed partial record TypeField(string? Name, [Compact] uint Type, string? TypeName, ImmutableArray<string> Docs)
{
    /// <summary>A field without documentation.</summary>
    public TypeField(string? name, uint type, string? typeName = null)
        : this(name, type, typeName, [])
    {
    }
}
