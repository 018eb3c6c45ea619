using System.Collections.Immutable;
using System.Text.Json;

namespace SubstraTee.Wasm.Spec;

/// <summary>A script of WebAssembly's test suite, as <c>wast2json</c> converts it, with each module's bytes in place as base64.</summary>
/// <param name="Name">The script's name, without an ending.</param>
/// <param name="Commands">What it does, in order.</param>
public sealed record SpecScript(string Name, ImmutableArray<SpecCommand> Commands)
{
    /// <summary>All scripts of a folder, in the order of their names.</summary>
    /// <exception cref="FormatException">A file is not a converted script.</exception>
    public static IEnumerable<SpecScript> LoadFolder(string folder) =>
        Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Load);

    /// <summary>The script in a file.</summary>
    /// <exception cref="FormatException">The file is not a converted script.</exception>
    public static SpecScript Load(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return new SpecScript(
                Path.GetFileNameWithoutExtension(file), [.. document.RootElement.GetProperty("commands").EnumerateArray().Select(Command)]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{file} is not a converted script: {exception.Message}", exception);
        }
    }

    private static SpecCommand Command(JsonElement json) => new(KindOf(json.GetProperty("type").GetString()), json.GetProperty("line").GetInt32())
    {
        Module = json.TryGetProperty("wasm_b64", out var bytes) ? bytes.GetBytesFromBase64() : default,
        Name = Text(json, "name"),
        As = Text(json, "as"),
        Text = Text(json, "text") ?? "",
        Action = json.TryGetProperty("action", out var action) ? ActionOf(action) : null,
        Expected = Values(json, "expected"),
    };

    private static SpecAction ActionOf(JsonElement json) => new(
        json.GetProperty("type").GetString() == "invoke", Text(json, "module"), json.GetProperty("field").GetString() ?? "", Values(json, "args"));

    private static ImmutableArray<SpecValue> Values(JsonElement json, string name) => json.TryGetProperty(name, out var values)
        ? [.. values.EnumerateArray().Select(value => new SpecValue(value.GetProperty("type").GetString() ?? "", Text(value, "value")))]
        : [];

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static SpecCommandKind KindOf(string? type) => type switch
    {
        "module" => SpecCommandKind.Module,
        "register" => SpecCommandKind.Register,
        "action" => SpecCommandKind.Action,
        "assert_return" => SpecCommandKind.AssertReturn,
        "assert_trap" => SpecCommandKind.AssertTrap,
        "assert_exhaustion" => SpecCommandKind.AssertExhaustion,
        "assert_invalid" => SpecCommandKind.AssertInvalid,
        "assert_malformed" => SpecCommandKind.AssertMalformed,
        "assert_unlinkable" => SpecCommandKind.AssertUnlinkable,
        "assert_uninstantiable" => SpecCommandKind.AssertUninstantiable,
        _ => throw new FormatException($"unknown command '{type}'"),
    };
}
