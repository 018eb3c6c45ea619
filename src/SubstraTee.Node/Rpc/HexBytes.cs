using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>Bytes that are answered in hexadecimal, written without a string between: answers with many of them are long.</summary>
[JsonConverter(typeof(HexBytesConverter))]
internal readonly record struct HexBytes(ReadOnlyMemory<byte> Bytes);

internal sealed class HexBytesConverter : JsonConverter<HexBytes>
{
    private const int MaxOnStack = 1024;

    public override HexBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("answers are only written");

    public override void Write(Utf8JsonWriter writer, HexBytes value, JsonSerializerOptions options)
    {
        var length = 2 + (2 * value.Bytes.Length);
        if (length <= MaxOnStack)
        {
            Span<byte> text = stackalloc byte[MaxOnStack];
            Write(writer, value, text[..length]);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(length);
        Write(writer, value, rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void Write(Utf8JsonWriter writer, HexBytes value, Span<byte> text)
    {
        Hex.Encode(value.Bytes.Span, text);
        writer.WriteStringValue(text);
    }
}
