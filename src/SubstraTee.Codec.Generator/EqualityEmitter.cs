using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Writes equality over the encoding, for records that hold arrays, which C# compares by reference.</summary>
internal static class EqualityEmitter
{
    /// <param name="type">The type to give equality to.</param>
    /// <param name="codec">The codec that encodes it: its own or its union's.</param>
    /// <param name="code">Where the members go.</param>
    public static void Emit(INamedTypeSymbol type, string codec, CodeText code)
    {
        var name = Names.Qualified(type);
        var encodings = $"global::System.MemoryExtensions.SequenceEqual<byte>({codec}.Encode(this), {codec}.Encode(other))";
        code.Line().Line("/// <summary>True when both have the same encoding.</summary>");
        if (type.IsValueType)
            code.Line($"public readonly bool Equals({name} other) => {encodings};");
        else if (type.IsSealed)
            code.Line($"public bool Equals({name}? other) => ReferenceEquals(this, other) || (other is not null && {encodings});");
        else
            code.Line($"public virtual bool Equals({name}? other) => ReferenceEquals(this, other) || (other?.GetType() == GetType() && {encodings});");

        if (!type.IsRecord)
        {
            code.Line().Line("/// <inheritdoc/>");
            code.Line($"public override bool Equals(object? obj) => obj is {name} other && Equals(other);");
        }

        code.Line().Line("/// <inheritdoc/>");
        code.Open("public override int GetHashCode()");
        code.Line("var hash = default(global::System.HashCode);");
        code.Line($"hash.AddBytes({codec}.Encode(this));");
        code.Line("return hash.ToHashCode();");
        code.Close();
    }
}
