namespace SubstraTee.Codec;

/// <summary>A generic parameter of a type.</summary>
/// <param name="Name">Its name, for example <c>T</c>.</param>
/// <param name="Type">The number of the type it stands for, or null when it is not encoded.</param>
[ScaleType("scale_info::ty::TypeParameter")]
public sealed partial record TypeParameter(string Name, [Compact] uint? Type);
