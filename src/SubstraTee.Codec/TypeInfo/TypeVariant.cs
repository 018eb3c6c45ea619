using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>A variant of an enum.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">What it carries.</param>
/// <param name="Index">The byte that stands for it.</param>
/// <param name="Docs">Lines of documentation.</param>
[ScaleType("scale_info::ty::variant::Variant", StructuralEquality = true)]
public sealed partial record TypeVariant(string Name, ImmutableArray<TypeField> Fields, byte Index, ImmutableArray<string> Docs);
