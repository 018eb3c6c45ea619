using System.Buffers;
using System.Text.Json;

namespace SubstraTee.Codec;

/// <summary>Reads arguments of a command line as values of a type.</summary>
/// <remarks>
/// Numbers, booleans, <c>0x</c> bytes, <c>0b</c> bits and names of variants are written plainly, text as it is, everything
/// else as the JSON of <see cref="ScaleJson"/>; <c>none</c> or <c>null</c> is an absent option.
/// </remarks>
public static class ScaleText
{
    /// <summary>Reads one argument.</summary>
    /// <param name="registry">The types.</param>
    /// <param name="type">The number of the wanted type.</param>
    /// <param name="name">What messages call the argument.</param>
    /// <param name="text">What was written.</param>
    /// <param name="resolve">Understands further texts, or null.</param>
    /// <exception cref="ScaleTextException">The text is no value of the type.</exception>
    /// <exception cref="ScaleException">The description contradicts itself.</exception>
    public static ScaleValue Parse(
        PortableRegistry registry, uint type, string name, string text, ScaleTextResolver? resolve = null)
    {
        var wanted = TypeShape.Unwrap(registry, type);
        if (OptionType.Of(wanted) is { } some)
        {
            // An option in an option cannot be told apart in plain text.
            return text is "none" or "None" or "null" ? OptionType.None
                : OptionType.Of(TypeShape.Unwrap(registry, some)) is null
                    ? OptionType.Some(Parse(registry, some, name, text, resolve))
                    : throw new ScaleTextException(
                        $"argument '{name}': {registry.NameOf(type)} cannot be written as plain text");
        }

        var isText = wanted.Definition is TypeDefinition.Primitive { Kind: PrimitiveKind.Str or PrimitiveKind.Char };
        using var json = !isText && text.AsSpan().TrimStart() is ['{' or '[' or '"', ..]
            ? ParseJson(registry, type, name, text)
            : Quote(text);
        return ScaleJson.Read(registry, type, json.RootElement, name, resolve);
    }

    private static JsonDocument ParseJson(PortableRegistry registry, uint type, string name, string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException broken)
        {
            throw new ScaleTextException(
                $"argument '{name}': expected {registry.NameOf(type)} as JSON, which breaks at character {broken.BytePositionInLine}");
        }
    }

    private static JsonDocument Quote(string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStringValue(text);
        }

        return JsonDocument.Parse(buffer.WrittenMemory);
    }
}
