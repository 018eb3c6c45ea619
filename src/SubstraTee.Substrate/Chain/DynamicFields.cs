using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Reads and writes the fields of calls and events as values known from the metadata only.</summary>
internal static class DynamicFields
{
    public static ScaleValue.Composite Read(PortableRegistry registry, ImmutableArray<TypeField> fields, ref ScaleReader reader)
    {
        var values = ImmutableArray.CreateBuilder<ScaleField>(fields.Length);
        foreach (var field in fields)
        {
            values.Add(new ScaleField(field.Name, DynamicCodec.Decode(registry, field.Type, ref reader)));
        }

        reader.EnsureEnd();
        return new ScaleValue.Composite(values.MoveToImmutable());
    }

    public static void Write(PortableRegistry registry, ChainVariant variant, ScaleValue.Composite values, ScaleWriter writer)
    {
        var named = values.Fields.Any(field => field.Name is not null);
        foreach (var unknown in values.Fields.Where(field => named && !variant.Fields.Any(one => SameName(one.Name, field.Name))))
        {
            throw new ArgumentException($"{variant.FullName} has no argument '{unknown.Name}'; {Wanted(variant)}", nameof(values));
        }

        if (values.Fields.Length != variant.Fields.Length)
        {
            throw new ArgumentException($"{variant.FullName} takes {variant.Fields.Length} arguments, not {values.Fields.Length}; {Wanted(variant)}", nameof(values));
        }

        for (var i = 0; i < variant.Fields.Length; i++)
        {
            var field = variant.Fields[i];
            var value = named
                ? values.Fields.FirstOrDefault(one => SameName(one.Name, field.Name))?.Value
                    ?? throw new ArgumentException($"{variant.FullName} lacks the argument '{field.Name}'; {Wanted(variant)}", nameof(values))
                : values.Fields[i].Value;
            DynamicCodec.Encode(registry, field.Type, value, writer, field.Name ?? $"argument {i}");
        }
    }

    private static bool SameName(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    private static string Wanted(ChainVariant variant) =>
        $"its arguments are: {string.Join(", ", variant.Fields.Select(field => field.Name ?? "_"))}";
}
