using System.Collections.Immutable;
using System.Text.Json;

namespace SubstraTee.Attestation.Files;

/// <summary>What the cases of a manifest expect, as paths and texts; read only after every verdict is known.</summary>
public sealed class ManifestExpectations
{
    private readonly Dictionary<string, ImmutableArray<KeyValuePair<string, string?>>> _byCase = new(StringComparer.Ordinal);

    private ManifestExpectations()
    {
    }

    /// <summary>Reads what the cases expect.</summary>
    /// <exception cref="ManifestException">The file is missing or has another form.</exception>
    public static ManifestExpectations Load(string path) => Parse(ManifestJson.ReadFile(path));

    /// <summary>Reads what the cases expect.</summary>
    /// <exception cref="ManifestException">The text has another form.</exception>
    public static ManifestExpectations Parse(ReadOnlyMemory<byte> json)
    {
        using var document = ManifestJson.Parse(json);
        var expectations = new ManifestExpectations();
        foreach (var one in ManifestJson.List(document.RootElement, "cases"))
        {
            if (one.TryGetProperty("expected", out var expected))
            {
                var values = new List<KeyValuePair<string, string?>>();
                Flatten("", expected, values);
                expectations._byCase[ManifestJson.Text(one, "id")] = [.. values];
            }
        }

        return expectations;
    }

    /// <summary>Paths (<c>fields.mrenclave</c>, <c>advisory_ids.0</c>) and what stands there; null where nothing may stand.</summary>
    public ImmutableArray<KeyValuePair<string, string?>> Of(string caseId) => _byCase.TryGetValue(caseId, out var values) ? values : [];

    private static void Flatten(string path, JsonElement value, List<KeyValuePair<string, string?>> into)
    {
        var prefix = path.Length == 0 ? "" : $"{path}.";
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Flatten(prefix + member.Name, member.Value, into);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                into.Add(new(path, "[]"));
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Flatten($"{prefix}{index++}", item, into);
                }

                break;
            case JsonValueKind.Null:
                into.Add(new(path, null));
                break;
            case JsonValueKind.String:
                into.Add(new(path, value.GetString()));
                break;
            default:
                into.Add(new(path, value.GetRawText()));
                break;
        }
    }
}
