using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using SubstraTee.Primitives;

namespace SubstraTee.Codec;

/// <summary>Values as JSON, in a form that is stable and can be read back by type.</summary>
/// <remarks>
/// Numbers up to 2^53 are JSON numbers, larger ones strings of digits; bytes are <c>"0x…"</c>, bits <c>"0b…"</c>; a variant is
/// its name, or an object of its name and content; fields with names are an object, several without are an array.
/// </remarks>
public static class ScaleJson
{
    private static readonly BigInteger Safe = BigInteger.One << 53;

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, ScaleValue value)
    {
        switch (value)
        {
            case ScaleValue.Bool boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case ScaleValue.Number { Value: var number } when BigInteger.Abs(number) <= Safe:
                writer.WriteNumberValue((long)number);
                break;
            case ScaleValue.Number number:
                writer.WriteStringValue(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case ScaleValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case ScaleValue.Bytes bytes:
                writer.WriteStringValue(Hex.Encode(bytes.Value.AsSpan()));
                break;
            case ScaleValue.Bits bits:
                writer.WriteStringValue(bits.Value.ToString());
                break;
            case ScaleValue.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case ScaleValue.Composite composite:
                WriteFields(writer, composite.Fields);
                break;
            case ScaleValue.Variant { Fields: [] } variant:
                writer.WriteStringValue(variant.Name);
                break;
            case ScaleValue.Variant variant:
                writer.WriteStartObject();
                writer.WritePropertyName(variant.Name);
                WriteFields(writer, variant.Fields);
                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>The value as JSON text.</summary>
    public static string ToText(ScaleValue value, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, NewLine = "\n" }))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a value of a type, in the form that <see cref="Write"/> gives it.</summary>
    /// <param name="registry">The types.</param>
    /// <param name="type">The number of the wanted type.</param>
    /// <param name="json">The JSON; numbers may be strings of digits too, an absent option null, a present one its content.</param>
    /// <param name="name">What messages call the value.</param>
    /// <param name="resolve">Understands further texts, or null.</param>
    /// <exception cref="ScaleTextException">The JSON is no value of the type.</exception>
    /// <exception cref="ScaleException">The description contradicts itself.</exception>
    public static ScaleValue Read(
        PortableRegistry registry, uint type, JsonElement json, string name = "value", ScaleTextResolver? resolve = null) =>
        new JsonValueReader(registry, resolve).Read(type, type, json, name);

    private static void WriteFields(Utf8JsonWriter writer, ImmutableArray<ScaleField> fields)
    {
        if (fields is [{ Name: null } only])
        {
            Write(writer, only.Value);
            return;
        }

        var named = fields.All(field => field.Name is not null);
        if (named)
        {
            writer.WriteStartObject();
        }
        else
        {
            writer.WriteStartArray();
        }

        foreach (var field in fields)
        {
            if (named)
            {
                writer.WritePropertyName(field.Name!);
            }

            Write(writer, field.Value);
        }

        if (named)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }
    }
}
