using System.Globalization;

namespace SubstraTee.Attestation.Json;

/// <summary>A value of a JSON text, with the bytes that it was read from: signatures cover those, never a rewritten text.</summary>
internal sealed class JsonValue(JsonKind kind)
{
    private const int FewMembers = 16;

    private readonly List<KeyValuePair<string, JsonValue>>? _members = kind == JsonKind.Object ? [] : null;
    private readonly List<JsonValue>? _items = kind == JsonKind.Array ? [] : null;
    private HashSet<string>? _names;

    public JsonKind Kind { get; } = kind;

    /// <summary>The bytes of the value, from its first to its last character.</summary>
    public ReadOnlyMemory<byte> Raw { get; internal set; }

    /// <summary>The text of a string, unescaped, or of a number, as written; empty for other kinds.</summary>
    public string Text { get; internal init; } = "";

    /// <summary>Members of an object, in their order; none occurs twice.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members => _members ?? [];

    /// <summary>Items of an array.</summary>
    public IReadOnlyList<JsonValue> Items => _items ?? [];

    /// <summary>The member of a name, or null.</summary>
    public JsonValue? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Key == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    /// <summary>The member of a name.</summary>
    /// <exception cref="JsonFaultException">There is none, or it is of another kind.</exception>
    public JsonValue Get(string name, JsonKind expected)
    {
        var value = Find(name) ?? throw new JsonFaultException($"'{name}' is missing");
        return value.Kind == expected ? value : throw new JsonFaultException($"'{name}' is no {expected}");
    }

    /// <summary>The text of a member that is a string.</summary>
    /// <exception cref="JsonFaultException">There is none, or it is of another kind.</exception>
    public string GetString(string name) => Get(name, JsonKind.String).Text;

    /// <summary>A member that is a whole number, written without sign, fraction or exponent, of at most a value.</summary>
    /// <exception cref="JsonFaultException">There is none, or it is something else.</exception>
    public uint GetUnsigned(string name, uint max)
    {
        var text = Get(name, JsonKind.Number).Text;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw new JsonFaultException($"'{name}' is no whole number of 0 to {max}");
    }

    /// <summary>A member that is a string of hexadecimal digits for exactly so many bytes.</summary>
    /// <exception cref="JsonFaultException">There is none, or it is something else.</exception>
    public byte[] GetHex(string name, int length)
    {
        var text = GetString(name);
        var bytes = new byte[length];
        return text.Length == 2 * length && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : throw new JsonFaultException($"'{name}' is not {2 * length} hexadecimal digits");
    }

    /// <summary>Adds a member; false when there is one of this name.</summary>
    internal bool TryAdd(string name, JsonValue value)
    {
        if (_members!.Count == FewMembers)
        {
            // Most objects have a handful of members; only large ones are worth a set.
            _names = new HashSet<string>(_members.Select(member => member.Key), StringComparer.Ordinal);
        }

        if (_names is null ? Find(name) is not null : !_names.Add(name))
        {
            return false;
        }

        _members.Add(KeyValuePair.Create(name, value));
        return true;
    }

    internal void Add(JsonValue value) => _items!.Add(value);
}
