using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Json;

/// <summary>Reads an object of a file that people write: says where something is wrong, and refuses members it does not know.</summary>
internal sealed class JsonMembers
{
    private readonly JsonValue _object;
    private readonly string _path;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public JsonMembers(JsonValue value, string path)
    {
        _object = value.Kind == JsonKind.Object ? value : throw new JsonFaultException($"{Name(path)} is no object");
        _path = path;
    }

    /// <summary>The member of a name, or null.</summary>
    public JsonValue? Find(string name)
    {
        _known.Add(name);
        return _object.Find(name);
    }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public string Text(string name, string? otherwise = null) =>
        Find(name) is { } value
            ? value.Kind == JsonKind.String ? value.Text : throw Fault(name, "is no text")
            : otherwise ?? throw Fault(name, "is missing");

    public bool Flag(string name, bool otherwise) => Find(name)?.Kind switch
    {
        null => otherwise,
        JsonKind.True => true,
        JsonKind.False => false,
        _ => throw Fault(name, "is neither true nor false"),
    };

    public ulong? Number(string name, ulong max)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.Kind == JsonKind.Number
            && ulong.TryParse(value.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number <= max
            ? number
            : throw Fault(name, $"is no whole number of 0 to {max}");
    }

    /// <summary>A list of texts; null when the member is missing.</summary>
    public List<string>? Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        return value.Kind == JsonKind.Array && value.Items.All(item => item.Kind == JsonKind.String)
            ? [.. value.Items.Select(item => item.Text)]
            : throw Fault(name, "is no list of texts");
    }

    /// <summary>A list of objects; empty when the member is missing.</summary>
    public IEnumerable<JsonMembers> Objects(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        return value.Kind == JsonKind.Array
            ? value.Items.Select((item, index) => new JsonMembers(item, $"{PathOf(name)}[{index}]"))
            : throw Fault(name, "is no list");
    }

    /// <summary>An object; null when the member is missing.</summary>
    public JsonMembers? Inner(string name) => Find(name) is { } value ? new JsonMembers(value, PathOf(name)) : null;

    /// <summary>Every member of an object whose names are data.</summary>
    public IEnumerable<(string Name, JsonValue Value)> Entries()
    {
        foreach (var (name, value) in _object.Members)
        {
            _known.Add(name);
            yield return (name, value);
        }
    }

    public JsonFaultException Fault(string name, string what) => new($"{PathOf(name)} {what}");

    /// <summary>Bytes in hexadecimal digits, with or without 0x.</summary>
    public byte[] Bytes(string name, string text, int minLength, int maxLength) =>
        Hex.TryDecode(text, maxLength, out var bytes) && bytes.Length >= minLength
            ? bytes
            : throw Fault(name, $"is not {minLength} to {maxLength} bytes in hexadecimal digits: '{Shorten(text)}'");

    /// <summary>Refuses members that nobody asked for: most of them are slips of the keyboard.</summary>
    /// <exception cref="JsonFaultException">There is one.</exception>
    public void Done()
    {
        foreach (var (name, _) in _object.Members)
        {
            if (!_known.Contains(name))
            {
                throw Fault(Shorten(name), $"is unknown; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
            }
        }
    }

    private static string Name(string path) => path.Length == 0 ? "the file" : path;

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";
}
