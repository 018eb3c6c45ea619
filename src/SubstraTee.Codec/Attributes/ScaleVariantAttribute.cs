namespace SubstraTee.Codec;

/// <summary>Makes a record that is nested in a union one of its variants.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ScaleVariantAttribute : Attribute
{
    /// <summary>Names the byte that stands for the variant.</summary>
    public ScaleVariantAttribute(byte index) => Index = index;

    /// <summary>The byte that stands for the variant.</summary>
    public byte Index { get; }

    /// <summary>True when the fields have no names in scale-info, as in a tuple variant of Rust.</summary>
    public bool Positional { get; set; }
}
