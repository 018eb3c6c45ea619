namespace SubstraTee.Codec;

/// <summary>Limits how many items, or bytes of text, a field may have; longer ones are refused by reader and writer.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class MaxLengthAttribute : Attribute
{
    /// <summary>Names the limit.</summary>
    public MaxLengthAttribute(int length) => Length = length;

    /// <summary>The most items, or bytes of text.</summary>
    public int Length { get; }
}
