using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SubstraTee.JsonRpc;

/// <summary>The forms of what a server sends.</summary>
internal static class RpcMessage
{
    // Answers are never put into a web page as they are, so only what JSON itself needs is escaped.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static byte[] Result(JsonElement id, RpcResult result) => Write(writer =>
    {
        WriteStart(writer);
        writer.WritePropertyName("result"u8);
        result.Write(writer);
        WriteId(writer, id);
    });

    public static byte[] Error(JsonElement id, int code, string message, string? details = null) => Write(writer =>
    {
        WriteStart(writer);
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, code);
        writer.WriteString("message"u8, message);
        if (details is not null)
        {
            writer.WriteString("data"u8, details);
        }

        writer.WriteEndObject();
        WriteId(writer, id);
    });

    public static byte[] Notification<T>(string method, string subscription, T result, JsonTypeInfo<T> type) => Write(writer =>
    {
        WriteStart(writer);
        writer.WriteString("method"u8, method);
        writer.WriteStartObject("params"u8);
        writer.WriteString("subscription"u8, subscription);
        writer.WritePropertyName("result"u8);
        JsonSerializer.Serialize(writer, result, type);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static byte[] Batch(IReadOnlyList<byte[]> answers)
    {
        var batch = new byte[answers.Sum(answer => answer.Length + 1) + 1];
        var at = 0;
        foreach (var answer in answers)
        {
            batch[at] = (byte)(at == 0 ? '[' : ',');
            answer.CopyTo(batch, at + 1);
            at += answer.Length + 1;
        }

        batch[at] = (byte)']';
        return batch;
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            content(writer);
        }

        return buffer.ToArray();
    }

    private static void WriteStart(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
    }

    private static void WriteId(Utf8JsonWriter writer, JsonElement id)
    {
        writer.WritePropertyName("id"u8);
        if (id.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            // As it came, so that large numbers keep their digits.
            writer.WriteRawValue(id.GetRawText(), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
