using System.Security.Cryptography;
using System.Text.Json;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Manifest;

/// <summary>One case of the public vectors: its files, and what a verifier has to say about them.</summary>
internal sealed class ManifestCase
{
    private static readonly Lazy<IReadOnlyList<ManifestCase>> Cases = new(Load);

    private readonly JsonElement _json;

    private ManifestCase(JsonElement json) => _json = json;

    public string Id => _json.GetProperty("id").GetString()!;

    public string Kind => _json.GetProperty("kind").GetString()!;

    public JsonElement Expected => _json.GetProperty("expected");

    public string Verdict => Expected.GetProperty("verdict").GetString()!;

    /// <summary>When to verify; null where nothing depends on it.</summary>
    public long? Time => _json.TryGetProperty("verification_time", out var time) ? time.GetInt64() : null;

    public static IEnumerable<ManifestCase> Of(string kind) => Cases.Value.Where(one => one.Kind == kind);

    public static ManifestCase Get(string id) => Cases.Value.Single(one => one.Id == id);

    public static TheoryData<string> Ids(string kind) => Vectors.Folder is null ? ["none"] : [.. Of(kind).Select(one => one.Id)];

    /// <summary>The only file of a role, or null; its hash is checked first, so that a damaged vector does not look like a fault.</summary>
    public byte[]? File(string role)
    {
        foreach (var file in _json.GetProperty("files").EnumerateArray())
        {
            if (file.GetProperty("role").GetString() == role)
            {
                var bytes = System.IO.File.ReadAllBytes(Vectors.PathOf(Path.Combine("attestation", file.GetProperty("path").GetString()!)));
                Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
                return bytes;
            }
        }

        return null;
    }

    /// <summary>Every value that the case expects, as dotted paths, without the verdict, what is words only, and what a policy says.</summary>
    public IEnumerable<KeyValuePair<string, string>> ExpectedValues() =>
        Flatten("", Expected).Where(entry => entry.Key is not ("verdict" or "reason" or "scope" or "production_policy_verdict"));

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Flatten(Join(path, member.Name), member.Value)),
        JsonValueKind.Array when value.GetArrayLength() == 0 => [new(path, "[]")],
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => Flatten(Join(path, $"{index}"), item)),
        JsonValueKind.String => [new(path, value.GetString()!)],
        _ => [new(path, value.GetRawText())],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static IReadOnlyList<ManifestCase> Load()
    {
        var text = System.IO.File.ReadAllBytes(Vectors.PathOf("attestation/MANIFEST.json"));
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("cases").EnumerateArray().Select(one => new ManifestCase(one))];
    }
}
