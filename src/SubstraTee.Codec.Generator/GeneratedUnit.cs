namespace SubstraTee.Codec.Generator;

/// <summary>What one marked type comes to: a source file, or problems.</summary>
internal sealed record GeneratedUnit(string FileName, string? Source, EquatableArray<Problem> Problems);
