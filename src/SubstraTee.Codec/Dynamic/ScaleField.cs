namespace SubstraTee.Codec;

/// <summary>A field of a composite or variant value.</summary>
/// <param name="Name">Its name, or null in tuple-like types.</param>
/// <param name="Value">What it holds.</param>
public sealed record ScaleField(string? Name, ScaleValue Value);
