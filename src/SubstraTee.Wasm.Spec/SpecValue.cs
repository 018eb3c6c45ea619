namespace SubstraTee.Wasm.Spec;

/// <summary>A value in a script, in the form that the converted scripts have.</summary>
/// <param name="Type"><c>i32</c>, <c>i64</c>, <c>f32</c>, <c>f64</c>, <c>funcref</c> or <c>externref</c>.</param>
/// <param name="Text">Unsigned decimal of the bits, <c>nan:canonical</c>, <c>nan:arithmetic</c>, <c>null</c>, or null where any reference will do.</param>
public sealed record SpecValue(string Type, string? Text);
