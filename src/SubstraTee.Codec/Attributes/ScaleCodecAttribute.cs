namespace SubstraTee.Codec;

/// <summary>Encodes a field by a codec that its type does not imply.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class ScaleCodecAttribute : Attribute
{
    /// <summary>Names the static field or property that holds the codec.</summary>
    public ScaleCodecAttribute(Type holder, string member)
    {
        Holder = holder;
        Member = member;
    }

    /// <summary>The type that has the member.</summary>
    public Type Holder { get; }

    /// <summary>The static field or property, a <see cref="ScaleCodec{T}"/> of the field's type.</summary>
    public string Member { get; }
}
