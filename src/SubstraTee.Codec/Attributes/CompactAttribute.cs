namespace SubstraTee.Codec;

/// <summary>Encodes an unsigned number, or each number of a list, in compact form.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class CompactAttribute : Attribute;
