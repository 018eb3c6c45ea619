using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>What a type is made of, in the terms of scale-info (portable registry, metadata V14 and V15).</summary>
[ScaleType("scale_info::ty::TypeDef", StructuralEquality = true)]
public abstract partial record TypeDefinition
{
    private TypeDefinition()
    {
    }

    /// <summary>Fields one after the other: a struct.</summary>
    [ScaleVariant(0)]
    public sealed partial record Composite(ImmutableArray<TypeField> Fields) : TypeDefinition;

    /// <summary>One of several variants behind an index byte.</summary>
    [ScaleVariant(1)]
    public sealed partial record Variant(ImmutableArray<TypeVariant> Variants) : TypeDefinition;

    /// <summary>A count and that many items.</summary>
    [ScaleVariant(2)]
    public sealed partial record Sequence([Codec.Compact] uint Item) : TypeDefinition;

    /// <summary>A fixed number of items.</summary>
    [ScaleVariant(3)]
    public sealed partial record Array(uint Length, [Codec.Compact] uint Item) : TypeDefinition;

    /// <summary>Items of several types one after the other.</summary>
    [ScaleVariant(4)]
    public sealed partial record Tuple([Codec.Compact] ImmutableArray<uint> Items) : TypeDefinition;

    /// <summary>A built-in type.</summary>
    [ScaleVariant(5)]
    public sealed partial record Primitive(PrimitiveKind Kind) : TypeDefinition;

    /// <summary>A number in compact form.</summary>
    [ScaleVariant(6)]
    public sealed partial record Compact([Codec.Compact] uint Item) : TypeDefinition;

    /// <summary>Bits packed into words.</summary>
    [ScaleVariant(7)]
    public sealed partial record BitSequence([Codec.Compact] uint Store, [Codec.Compact] uint Order) : TypeDefinition;
}
