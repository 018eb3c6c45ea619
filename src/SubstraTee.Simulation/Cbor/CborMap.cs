using System.Collections.Immutable;

namespace SubstraTee.Simulation;

/// <summary>A CBOR map under construction: entries in their order, replaceable one by one.</summary>
/// <remarks>What a token is made of; a test changes an entry before it is signed and looks what a verifier says.</remarks>
public sealed class CborMap
{
    private const int MapOf = 5;

    private readonly ImmutableArray<KeyValuePair<string, byte[]>> _entries;

    private CborMap(ImmutableArray<KeyValuePair<string, byte[]>> entries) => _entries = entries;

    /// <summary>No entries.</summary>
    public static CborMap Empty { get; } = new([]);

    /// <summary>This map with an entry at a number, in the place of one that is there, or at the end.</summary>
    public CborMap With(long label, byte[] item) => With(CborItem.Number(label), item);

    /// <summary>This map with an entry at a text, in the place of one that is there, or at the end.</summary>
    public CborMap With(string label, byte[] item) => With(CborItem.Text(label), item);

    /// <summary>This map without an entry.</summary>
    public CborMap Without(long label) => Without(CborItem.Number(label));

    /// <summary>This map without an entry.</summary>
    public CborMap Without(string label) => Without(CborItem.Text(label));

    /// <summary>This map with one more entry at a label that may be there already, which no reader should accept.</summary>
    public CborMap WithDuplicate(long label, byte[] item) => new(_entries.Add(new(Convert.ToHexString(CborItem.Number(label)), item)));

    /// <summary>The map.</summary>
    public byte[] Encode() =>
        [.. CborItem.Head(MapOf, (ulong)_entries.Length), .. _entries.SelectMany(entry => Convert.FromHexString(entry.Key).Concat(entry.Value))];

    private CborMap With(byte[] label, byte[] item)
    {
        var entry = new KeyValuePair<string, byte[]>(Convert.ToHexString(label), item);
        var index = IndexOf(entry.Key);
        return new(index < 0 ? _entries.Add(entry) : _entries.SetItem(index, entry));
    }

    private CborMap Without(byte[] label)
    {
        var index = IndexOf(Convert.ToHexString(label));
        return index < 0 ? this : new(_entries.RemoveAt(index));
    }

    private int IndexOf(string label)
    {
        for (var i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Key == label)
            {
                return i;
            }
        }

        return -1;
    }
}
