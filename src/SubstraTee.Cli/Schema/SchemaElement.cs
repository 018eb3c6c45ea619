using System.Collections.Immutable;
using System.Text.Json;

namespace SubstraTee.Cli;

/// <summary>A part of a schema file that knows where it stands.</summary>
/// <param name="json">The part.</param>
/// <param name="place">Where it stands.</param>
internal sealed class SchemaElement(JsonElement json, string place)
{
    private const int MaxDocs = 64;

    /// <summary>Where it stands.</summary>
    public string Place => place;

    /// <summary>Makes sure that it is an object with known members alone, each once.</summary>
    public void Members(params IReadOnlyList<string> known)
    {
        Require(JsonValueKind.Object, "an object");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name, StringComparer.Ordinal))
            {
                var near = Spelling.Near(member.Name, known);
                throw new SchemaFault(
                    Inside(member.Name),
                    near.Count == 0 ? $"it is not known; known are: {string.Join(", ", known)}" : $"it is not known; did you mean '{near[0]}'?");
            }

            if (!seen.Add(member.Name))
            {
                throw new SchemaFault(Inside(member.Name), "it is there twice");
            }
        }
    }

    /// <summary>A member that has to be there.</summary>
    public SchemaElement Required(string name) => Optional(name) ?? throw new SchemaFault(Inside(name), "it is missing");

    /// <summary>A member, or null.</summary>
    public SchemaElement? Optional(string name)
    {
        Require(JsonValueKind.Object, "an object");
        return json.TryGetProperty(name, out var value) ? new SchemaElement(value, Inside(name)) : null;
    }

    /// <summary>All members, whatever their names.</summary>
    public IReadOnlyList<(string Name, SchemaElement Value)> All(int most)
    {
        Require(JsonValueKind.Object, "an object");
        var all = json.EnumerateObject().Select(one => (one.Name, new SchemaElement(one.Value, Inside(one.Name)))).ToList();
        var twice = all.GroupBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is not null ? throw new SchemaFault(Inside(twice.Key), "it is there twice")
            : all.Count > most ? throw new SchemaFault(place, $"there are at most {most}, not {all.Count}")
            : all;
    }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<SchemaElement> Items(int most)
    {
        Require(JsonValueKind.Array, "a list");
        return json.GetArrayLength() <= most
            ? [.. json.EnumerateArray().Select((one, index) => new SchemaElement(one, $"{place}[{index}]"))]
            : throw new SchemaFault(place, $"there are at most {most}, not {json.GetArrayLength()}");
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        Require(JsonValueKind.String, "a text");
        return json.GetString()!;
    }

    /// <summary>A name that is written by a rule.</summary>
    public string Name(string rule, int most)
    {
        var name = Text();
        return name.Length <= most ? SchemaNames.Require(name, rule, place) : throw new SchemaFault(place, $"a name has at most {most} characters");
    }

    /// <summary>A whole number.</summary>
    public uint Number(uint most)
    {
        Require(JsonValueKind.Number, "a number");
        return json.TryGetUInt32(out var number) && number <= most
            ? number
            : throw new SchemaFault(place, $"{json.GetRawText()} is no whole number from 0 to {most}");
    }

    /// <summary>Its member <c>docs</c>: a text or a list of lines.</summary>
    public ImmutableArray<string> Docs() => Optional("docs")?.Lines() ?? [];

    /// <summary>A text, or a list of texts.</summary>
    public ImmutableArray<string> Lines() => json.ValueKind == JsonValueKind.Array
        ? [.. Items(MaxDocs).Select(one => one.Text())]
        : [Text()];

    private string Inside(string name) => place.Length == 0 ? name : $"{place}.{name}";

    private void Require(JsonValueKind kind, string what)
    {
        if (json.ValueKind != kind)
        {
            throw new SchemaFault(place, $"{what} is wanted here, not {Shown(json.ValueKind)}");
        }
    }

    private static string Shown(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a yes or no",
    };
}
