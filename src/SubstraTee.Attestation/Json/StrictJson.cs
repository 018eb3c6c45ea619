using System.Text;
using System.Text.Json;

namespace SubstraTee.Attestation.Json;

/// <summary>Reads JSON strictly (RFC 8259): bounded, no repeated names, no comments, nothing after the value.</summary>
internal static class StrictJson
{
    /// <summary>Reads a text and hands it to a reader of its contents.</summary>
    /// <exception cref="RefusalException">The text or its contents are not as they have to be; with the reason given.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, JsonLimits limits, RefusalReason reason, string what, Func<JsonValue, T> read)
    {
        try
        {
            return read(Parse(utf8, limits));
        }
        catch (JsonFaultException fault)
        {
            throw new RefusalException(reason, $"{what}: {fault.Message}");
        }
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="JsonFaultException">It is no JSON, or beyond the limits.</exception>
    public static JsonValue Parse(ReadOnlyMemory<byte> utf8, JsonLimits limits)
    {
        if (utf8.Length > limits.Bytes)
        {
            throw new JsonFaultException($"{utf8.Length} bytes of JSON, at most {limits.Bytes} are read");
        }

        // Utf8JsonReader looks at strings only when they are asked for.
        if (!System.Text.Unicode.Utf8.IsValid(utf8.Span))
        {
            throw new JsonFaultException("the text is not UTF-8");
        }

        try
        {
            return ParseTokens(utf8, limits);
        }
        catch (JsonException fault)
        {
            throw new JsonFaultException($"no JSON: {fault.Message}");
        }
        catch (InvalidOperationException fault)
        {
            // An escape that stands for half a character.
            throw new JsonFaultException($"no JSON text: {fault.Message}");
        }
    }

    private static JsonValue ParseTokens(ReadOnlyMemory<byte> utf8, JsonLimits limits)
    {
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = limits.Depth });
        var open = new Stack<(JsonValue Value, long Start)>();
        JsonValue? root = null;
        var name = "";
        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                var (closed, start) = open.Pop();
                closed.Raw = utf8[(int)start..(int)reader.BytesConsumed];
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
                continue;
            }

            if (++count > limits.Values)
            {
                throw new JsonFaultException($"more than {limits.Values} values");
            }

            var value = Value(ref reader);
            if (open.TryPeek(out var parent))
            {
                if (parent.Value.Kind != JsonKind.Object)
                {
                    parent.Value.Add(value);
                }
                else if (!parent.Value.TryAdd(name, value))
                {
                    throw new JsonFaultException($"'{name}' occurs twice");
                }
            }

            root ??= value;
            if (value.Kind is JsonKind.Object or JsonKind.Array)
            {
                open.Push((value, reader.TokenStartIndex));
            }
            else
            {
                value.Raw = utf8[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
            }
        }

        return root ?? throw new JsonFaultException("the text is empty");
    }

    private static JsonValue Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new JsonValue(JsonKind.Object),
        JsonTokenType.StartArray => new JsonValue(JsonKind.Array),
        JsonTokenType.String => new JsonValue(JsonKind.String) { Text = reader.GetString()! },
        JsonTokenType.Number => new JsonValue(JsonKind.Number) { Text = Encoding.ASCII.GetString(reader.ValueSpan) },
        JsonTokenType.True => new JsonValue(JsonKind.True),
        JsonTokenType.False => new JsonValue(JsonKind.False),
        _ => new JsonValue(JsonKind.Null),
    };
}
