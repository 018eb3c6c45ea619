using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace SubstraTee.Attestation.Cose;

/// <summary>Reads one CBOR item, strictly and within limits.</summary>
/// <remarks>
/// RFC 8949, section 4.2.1, as far as issuers of evidence follow it: numbers and lengths in their shortest form, known lengths,
/// no key twice. The order of a map's keys is free, since no issuer sorts them. Nothing is allocated for a length or a count
/// before that many bytes are known to be there.
/// </remarks>
internal ref struct CborReader
{
    private const int Stop = 31;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly CborLimits _limits;
    private int _position;
    private int _items;
    private CborFault _fault;

    private CborReader(ReadOnlyMemory<byte> bytes, CborLimits limits)
    {
        _memory = bytes;
        _bytes = bytes.Span;
        _limits = limits;
    }

    /// <summary>Reads an item that takes all of the bytes.</summary>
    /// <exception cref="RefusalException">It is not one of those that are accepted here: <see cref="RefusalReason.EvidenceMalformed"/>.</exception>
    public static CborValue Read(ReadOnlyMemory<byte> bytes, CborLimits limits, string what) =>
        TryRead(bytes, limits, out var fault)
        ?? throw new RefusalException(
            fault is CborFault.Truncated ? RefusalReason.EvidenceTruncated : RefusalReason.EvidenceMalformed,
            $"{what} is no acceptable CBOR: {fault}");

    /// <summary>Reads an item that takes all of the bytes.</summary>
    /// <returns>The item, or null with what is wrong.</returns>
    public static CborValue? TryRead(ReadOnlyMemory<byte> bytes, CborLimits limits, out CborFault fault)
    {
        var value = TryReadFirst(bytes, limits, out var length, out fault);
        if (value is not null && length != bytes.Length)
        {
            fault = CborFault.TrailingBytes;
            return null;
        }

        return value;
    }

    /// <summary>Reads the first item of the bytes, whatever follows.</summary>
    /// <returns>The item and its length, or null with what is wrong.</returns>
    public static CborValue? TryReadFirst(ReadOnlyMemory<byte> bytes, CborLimits limits, out int length, out CborFault fault)
    {
        length = 0;
        if (bytes.Length > limits.MaxBytes)
        {
            fault = CborFault.TooLong;
            return null;
        }

        var reader = new CborReader(bytes, limits);
        var value = reader.ReadItem(0);
        length = reader._position;
        fault = reader._fault;
        return value;
    }

    private CborValue? ReadItem(int depth)
    {
        if (depth > _limits.MaxDepth)
        {
            return Fail(CborFault.TooDeep);
        }

        if (++_items > _limits.MaxItems)
        {
            return Fail(CborFault.TooManyItems);
        }

        if (!TryReadHead(out var major, out var argument, out var open))
        {
            return null;
        }

        return major switch
        {
            0 or 1 => ReadInteger(major, argument),
            2 => TryReadString(argument, out var range) ? new CborValue.Bytes(_memory[range]) : null,
            3 => TryReadString(argument, out var range) ? ReadText(range) : null,
            4 => ReadArray(argument, open, depth),
            5 => ReadMap(argument, open, depth),
            6 => ReadItem(depth + 1) is { } content ? new CborValue.Tag(argument, content) : null,
            _ => ReadSimple(argument),
        };
    }

    private bool TryReadHead(out int major, out ulong argument, out bool open)
    {
        (major, argument, open) = (0, 0, false);
        if (_position >= _bytes.Length)
        {
            return Refuse(CborFault.Truncated);
        }

        var initial = _bytes[_position++];
        major = initial >> 5;
        var additional = initial & 0x1f;
        if (additional < 24)
        {
            argument = (ulong)additional;
            return true;
        }

        if (major == 7)
        {
            return Refuse(additional == Stop ? CborFault.Malformed : CborFault.UnusedType);
        }

        if (additional == Stop)
        {
            open = true;
            return MayBeOpen(major);
        }

        return additional > 27 ? Refuse(CborFault.Malformed) : TryReadArgument(additional, out argument);
    }

    private bool TryReadArgument(int additional, out ulong argument)
    {
        argument = 0;
        var size = 1 << (additional - 24);
        if (_bytes.Length - _position < size)
        {
            return Refuse(CborFault.Truncated);
        }

        argument = ReadBigEndian(_bytes.Slice(_position, size));
        _position += size;
        return argument >= Smallest(additional) || Refuse(CborFault.NotShortest);
    }

    private bool MayBeOpen(int major) => major switch
    {
        4 or 5 when _limits.AllowIndefinite => true,
        2 or 3 or 4 or 5 => Refuse(CborFault.IndefiniteLength),
        _ => Refuse(CborFault.Malformed),
    };

    private static ulong ReadBigEndian(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    // What the next shorter form could not hold.
    private static ulong Smallest(int additional) => additional switch
    {
        24 => 24,
        25 => 1UL << 8,
        26 => 1UL << 16,
        _ => 1UL << 32,
    };

    private CborValue.Integer? ReadInteger(int major, ulong argument) =>
        argument <= long.MaxValue || Refuse(CborFault.NumberTooLarge)
            ? new CborValue.Integer(major == 0 ? (long)argument : -1 - (long)argument)
            : null;

    private bool TryReadString(ulong length, out Range range)
    {
        range = default;
        if (length > (ulong)(_bytes.Length - _position))
        {
            return Refuse(CborFault.Truncated);
        }

        range = _position..(_position + (int)length);
        _position += (int)length;
        return true;
    }

    private CborValue.Text? ReadText(Range range)
    {
        try
        {
            return new CborValue.Text(StrictUtf8.GetString(_bytes[range]));
        }
        catch (DecoderFallbackException)
        {
            _fault = CborFault.InvalidText;
            return null;
        }
    }

    private CborValue.Array? ReadArray(ulong count, bool open, int depth)
    {
        if (!MayHold(count, open, itemsEach: 1))
        {
            return null;
        }

        var items = ImmutableArray.CreateBuilder<CborValue>(open ? 0 : (int)count);
        while (!IsComplete(items.Count, count, open))
        {
            if (ReadItem(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new CborValue.Array(items.DrainToImmutable());
    }

    private CborValue.Map? ReadMap(ulong count, bool open, int depth)
    {
        if (!MayHold(count, open, itemsEach: 2))
        {
            return null;
        }

        var entries = ImmutableArray.CreateBuilder<KeyValuePair<CborValue, CborValue>>(open ? 0 : (int)count);
        var keys = new HashSet<object>();
        while (!IsComplete(entries.Count, count, open))
        {
            if (ReadItem(depth + 1) is not { } key || !TryAddKey(keys, key) || ReadItem(depth + 1) is not { } value)
            {
                return null;
            }

            entries.Add(new(key, value));
        }

        return new CborValue.Map(entries.DrainToImmutable());
    }

    private bool TryAddKey(HashSet<object> keys, CborValue key)
    {
        object? comparable = key switch
        {
            CborValue.Integer number => number.Value,
            CborValue.Text text => text.Value,
            _ => null,
        };
        return comparable is null ? Refuse(CborFault.KeyType) : keys.Add(comparable) || Refuse(CborFault.DuplicateKey);
    }

    private CborValue? ReadSimple(ulong argument) => argument switch
    {
        20 => new CborValue.Boolean(false),
        21 => new CborValue.Boolean(true),
        22 => CborValue.Null.Instance,
        _ => Fail(CborFault.UnusedType),
    };

    // An item has at least one byte, so a count above the bytes that are left is a lie.
    private bool MayHold(ulong count, bool open, uint itemsEach)
    {
        if (open)
        {
            return true;
        }

        var left = (ulong)(_bytes.Length - _position) / itemsEach;
        if (count > left)
        {
            return Refuse(CborFault.Truncated);
        }

        return count * itemsEach <= (ulong)(_limits.MaxItems - _items) || Refuse(CborFault.TooManyItems);
    }

    private bool IsComplete(int have, ulong count, bool open)
    {
        if (!open)
        {
            return (ulong)have == count;
        }

        if (_position < _bytes.Length && _bytes[_position] == 0xff)
        {
            _position++;
            return true;
        }

        return false;
    }

    private bool Refuse(CborFault fault)
    {
        _fault = fault;
        return false;
    }

    private CborValue? Fail(CborFault fault)
    {
        _fault = fault;
        return null;
    }
}
