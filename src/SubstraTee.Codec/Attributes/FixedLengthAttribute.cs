namespace SubstraTee.Codec;

/// <summary>Encodes a list or bytes as an array of fixed length, without its count.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class FixedLengthAttribute : Attribute
{
    /// <summary>Names the length.</summary>
    public FixedLengthAttribute(int length) => Length = length;

    /// <summary>The number of items.</summary>
    public int Length { get; }
}
