using System.Collections.Immutable;

namespace SubstraTee.Attestation.Cose;

/// <summary>A CBOR item (RFC 8949) of the kinds that evidence uses. Strings are views of the bytes that were read.</summary>
internal abstract class CborValue
{
    private CborValue()
    {
    }

    /// <summary>A number within 64 bits with sign.</summary>
    public sealed class Integer(long value) : CborValue
    {
        public long Value => value;
    }

    /// <summary>A byte string.</summary>
    public sealed class Bytes(ReadOnlyMemory<byte> value) : CborValue
    {
        public ReadOnlyMemory<byte> Value => value;
    }

    /// <summary>A text string.</summary>
    public sealed class Text(string value) : CborValue
    {
        public string Value => value;
    }

    /// <summary>An array.</summary>
    public sealed class Array(ImmutableArray<CborValue> items) : CborValue
    {
        public ImmutableArray<CborValue> Items => items;
    }

    /// <summary>A map; its keys are numbers or texts, each once, in the order they came.</summary>
    public sealed class Map(ImmutableArray<KeyValuePair<CborValue, CborValue>> entries) : CborValue
    {
        public ImmutableArray<KeyValuePair<CborValue, CborValue>> Entries => entries;

        /// <summary>The value at a number, or null.</summary>
        public CborValue? this[long key]
        {
            get
            {
                foreach (var entry in Entries)
                {
                    if (entry.Key is Integer number && number.Value == key)
                    {
                        return entry.Value;
                    }
                }

                return null;
            }
        }

        /// <summary>The value at a text, or null.</summary>
        public CborValue? this[string key]
        {
            get
            {
                foreach (var entry in Entries)
                {
                    if (entry.Key is Text text && text.Value == key)
                    {
                        return entry.Value;
                    }
                }

                return null;
            }
        }
    }

    /// <summary>A tagged item.</summary>
    public sealed class Tag(ulong number, CborValue content) : CborValue
    {
        public ulong Number => number;

        public CborValue Content => content;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed class Boolean(bool value) : CborValue
    {
        public bool Value => value;
    }

    /// <summary><c>null</c>.</summary>
    public sealed class Null : CborValue
    {
        public static Null Instance { get; } = new();
    }
}
