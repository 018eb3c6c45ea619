using System.Globalization;

namespace SubstraTee.Attestation.Cose;

/// <summary>Writes CBOR down for people: maps and arrays as dotted paths, byte strings as hexadecimal digits.</summary>
internal static class ClaimNotes
{
    /// <summary>Says what a label stands for, by the path of its map; null leaves the number as it is.</summary>
    public delegate string? Naming(string path, long label);

    /// <summary>Notes a value and everything in it.</summary>
    public static void Add(DiagnosticsBuilder notes, string path, CborValue value, Naming naming)
    {
        switch (value)
        {
            case CborValue.Integer number:
                notes.Add(path, number.Value);
                break;
            case CborValue.Bytes bytes:
                notes.Add(path, bytes.Value.Span);
                break;
            case CborValue.Text text:
                notes.Add(path, text.Value);
                break;
            case CborValue.Boolean boolean:
                notes.Add(path, boolean.Value);
                break;
            case CborValue.Null:
                break;
            case CborValue.Tag tag:
                Add(notes, path, tag.Content, naming);
                break;
            case CborValue.Array array:
                AddArray(notes, path, array, naming);
                break;
            case CborValue.Map map:
                AddMap(notes, path, map, naming);
                break;
            default:
                throw new InvalidOperationException($"a kind of CBOR that nobody reads: {value.GetType().Name}");
        }
    }

    private static void AddArray(DiagnosticsBuilder notes, string path, CborValue.Array array, Naming naming)
    {
        if (array.Items.IsEmpty)
        {
            notes.AddList(path, []);
        }

        for (var i = 0; i < array.Items.Length; i++)
        {
            Add(notes, string.Create(CultureInfo.InvariantCulture, $"{path}.{i}"), array.Items[i], naming);
        }
    }

    private static void AddMap(DiagnosticsBuilder notes, string path, CborValue.Map map, Naming naming)
    {
        foreach (var (key, value) in map.Entries)
        {
            var name = key switch
            {
                CborValue.Integer number => naming(path, number.Value) ?? number.Value.ToString(CultureInfo.InvariantCulture),
                CborValue.Text text => text.Value,
                _ => throw new InvalidOperationException("a key that the reader does not let through"),
            };
            Add(notes, $"{path}.{name}", value, naming);
        }
    }
}
