using System.Globalization;
using System.Text.Json;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Reads what servers answer; whatever has another form is named.</summary>
internal static class JsonRead
{
    private const int MaxBytes = 64 << 20;

    public static byte[] Bytes(JsonElement element, string method, int maxBytes = MaxBytes) =>
        element.ValueKind == JsonValueKind.String && Hex.TryDecode(element.GetString(), maxBytes, out var bytes)
            ? bytes
            : throw ClientErrors.BadAnswer(method, $"expected bytes in hexadecimal, got {Show(element)}");

    public static byte[]? OptionalBytes(JsonElement element, string method) =>
        element.ValueKind == JsonValueKind.Null ? null : Bytes(element, method);

    public static Hash256 Hash(JsonElement element, string method) =>
        element.ValueKind == JsonValueKind.String && Bytes32.TryParse(element.GetString(), out var hash)
            ? new Hash256(hash)
            : throw ClientErrors.BadAnswer(method, $"expected a hash, got {Show(element)}");

    public static string Text(JsonElement element, string method) =>
        element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : throw ClientErrors.BadAnswer(method, $"expected a text, got {Show(element)}");

    public static uint Number(JsonElement element, string method)
    {
        var found = element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetUInt32(out var plain) => plain,
            JsonValueKind.String when element.GetString() is { } text && text.StartsWith("0x", StringComparison.Ordinal)
                && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) => hex,
            _ => (uint?)null,
        };
        return found ?? throw ClientErrors.BadAnswer(method, $"expected a number of 32 bits, got {Show(element)}");
    }

    public static ulong LongNumber(JsonElement element, string method) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out var number)
            ? number
            : throw ClientErrors.BadAnswer(method, $"expected a number of 64 bits, got {Show(element)}");

    public static JsonElement Member(JsonElement element, string name, string method) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member)
            ? member
            : throw ClientErrors.BadAnswer(method, $"expected an object with '{name}', got {Show(element)}");

    public static JsonElement? Optional(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    public static List<byte[]> BytesList(JsonElement element, string method)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw ClientErrors.BadAnswer(method, $"expected a list, got {Show(element)}");
        }

        var list = new List<byte[]>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            list.Add(Bytes(item, method));
        }

        return list;
    }

    private static string Show(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length > 80 ? string.Concat(text.AsSpan(0, 80), "…") : text;
    }
}
