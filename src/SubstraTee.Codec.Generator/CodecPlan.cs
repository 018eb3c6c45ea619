namespace SubstraTee.Codec.Generator;

/// <summary>How values of one type are encoded.</summary>
/// <param name="Expression">The codec, as an expression of C#.</param>
/// <param name="RustName">The type as Rust would write it, or null when that is not known.</param>
/// <param name="Size">The fewest bytes of an encoding.</param>
/// <param name="IsComposed">True when the expression makes a new codec, which is then made once and kept.</param>
/// <param name="Write">A statement that writes <c>{0}</c> without the codec, or null.</param>
/// <param name="Read">An expression that reads without the codec, or null.</param>
internal sealed record CodecPlan(
    string Expression, string? RustName, MinSize Size, bool IsComposed = false, string? Write = null, string? Read = null);
