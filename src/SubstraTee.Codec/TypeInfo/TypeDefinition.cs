using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>What a type is made of, in the terms of scale-info (portable registry, metadata V14 and V15).</summary>
public abstract record TypeDefinition
{
    private TypeDefinition()
    {
    }

    /// <summary>Fields one after the other: a struct.</summary>
    public sealed record Composite(ImmutableArray<TypeField> Fields) : TypeDefinition;

    /// <summary>One of several variants behind an index byte.</summary>
    public sealed record Variant(ImmutableArray<TypeVariant> Variants) : TypeDefinition;

    /// <summary>A count and that many items.</summary>
    public sealed record Sequence(uint Item) : TypeDefinition;

    /// <summary>A fixed number of items.</summary>
    public sealed record Array(uint Length, uint Item) : TypeDefinition;

    /// <summary>Items of several types one after the other.</summary>
    public sealed record Tuple(ImmutableArray<uint> Items) : TypeDefinition;

    /// <summary>A built-in type.</summary>
    public sealed record Primitive(PrimitiveKind Kind) : TypeDefinition;

    /// <summary>A number in compact form.</summary>
    public sealed record Compact(uint Item) : TypeDefinition;

    /// <summary>Bits packed into words.</summary>
    public sealed record BitSequence(uint Store, uint Order) : TypeDefinition;
}
