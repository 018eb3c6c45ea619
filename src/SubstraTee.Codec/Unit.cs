namespace SubstraTee.Codec;

/// <summary>The type with one value and no bytes: <c>()</c>.</summary>
public readonly record struct Unit;
