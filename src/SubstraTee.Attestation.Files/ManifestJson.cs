using System.Text.Json;

namespace SubstraTee.Attestation.Files;

/// <summary>Reads members of a manifest and says which one is missing.</summary>
internal static class ManifestJson
{
    public static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException($"{path}: {fault.Message}", fault);
        }
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException fault)
        {
            throw new ManifestException($"the manifest is no JSON: {fault.Message}", fault);
        }
    }

    public static string Text(JsonElement json, string name) =>
        OptionalText(json, name) ?? throw new ManifestException($"'{name}' is missing, or is no text");

    public static string? OptionalText(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static IEnumerable<JsonElement> List(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw new ManifestException($"'{name}' is missing, or is no list");
}
