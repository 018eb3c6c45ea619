using System.Collections.Immutable;
using System.Text.Json;

namespace SubstraTee.Attestation.Files;

/// <summary>A list of cases, evidence with its collateral, in the form of the public attestation vectors.</summary>
/// <remarks>What a case expects is not part of it: verdicts are computed first, and compared with <see cref="ManifestExpectations"/> after.</remarks>
public sealed class Manifest
{
    private Manifest(string folder, ImmutableArray<ManifestCase> cases)
    {
        Folder = folder;
        Cases = cases;
    }

    /// <summary>The folder that paths are relative to.</summary>
    public string Folder { get; }

    /// <summary>The cases, in their order.</summary>
    public ImmutableArray<ManifestCase> Cases { get; }

    /// <summary>Reads a manifest, whose paths are relative to its own folder.</summary>
    /// <exception cref="ManifestException">The file is missing or has another form.</exception>
    public static Manifest Load(string path) => Parse(ManifestJson.ReadFile(path), Path.GetDirectoryName(Path.GetFullPath(path))!);

    /// <summary>Reads a manifest, whose paths are relative to a folder.</summary>
    /// <exception cref="ManifestException">It has another form.</exception>
    public static Manifest Parse(ReadOnlyMemory<byte> json, string folder)
    {
        using var document = ManifestJson.Parse(json);
        var cases = ManifestJson.List(document.RootElement, "cases").Select(ReadCase).ToImmutableArray();
        var twice = cases.GroupBy(one => one.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new Manifest(folder, cases)
            : throw new ManifestException($"case '{twice.Key}' occurs twice");
    }

    private static ManifestCase ReadCase(JsonElement json)
    {
        var id = ManifestJson.Text(json, "id");
        var kind = ManifestJson.Text(json, "kind");
        if (!EvidenceKinds.TryParse(kind, out var known))
        {
            throw new ManifestException($"{id}: kind '{kind}' is none of {string.Join(", ", EvidenceKinds.All.Select(one => one.Text()))}");
        }

        return new ManifestCase
        {
            Id = id,
            Kind = known,
            Files = [.. ManifestJson.List(json, "files").Select(ReadFile)],
            TrustAnchor = ManifestJson.OptionalText(json, "trust_anchor"),
            Time = json.TryGetProperty("verification_time", out var time) && time.ValueKind == JsonValueKind.Number ? time.GetInt64() : null,
            MissingCollateral =
            [
                .. json.TryGetProperty("missing_collateral", out _)
                    ? ManifestJson.List(json, "missing_collateral").Select(one => one.GetString() ?? "")
                    : [],
            ],
        };
    }

    private static ManifestFile ReadFile(JsonElement json) => new(
        ManifestJson.Text(json, "role"),
        ManifestJson.Text(json, "path"),
        ManifestJson.OptionalText(json, "sha256"),
        json.TryGetProperty("length", out var length) ? length.GetInt64() : null);
}
