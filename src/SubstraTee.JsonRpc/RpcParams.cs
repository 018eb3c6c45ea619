using System.Runtime.InteropServices;
using System.Text.Json;
using SubstraTee.Primitives;

namespace SubstraTee.JsonRpc;

/// <summary>The parameters of a call, by position or by name, read with checks.</summary>
/// <remarks>A parameter that is absent and one that is <c>null</c> are the same. Any reader's refusal is error -32602.</remarks>
public readonly struct RpcParams
{
    private readonly JsonElement _element;

    internal RpcParams(JsonElement element) => _element = element;

    /// <summary>The parameter as it came, or null.</summary>
    public JsonElement? Optional(int index, string name)
    {
        var found = _element.ValueKind switch
        {
            JsonValueKind.Array when index < _element.GetArrayLength() => _element[index],
            JsonValueKind.Object when _element.TryGetProperty(name, out var named) => named,
            _ => default,
        };
        return found.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : found;
    }

    /// <summary>The parameter as it came.</summary>
    public JsonElement Required(int index, string name) =>
        Optional(index, name) ?? throw Wrong(index, name, "is missing");

    /// <summary>A text.</summary>
    public string String(int index, string name) => OptionalString(index, name) ?? throw Wrong(index, name, "is missing");

    /// <summary>A text, or null.</summary>
    public string? OptionalString(int index, string name) => Optional(index, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => throw Wrong(index, name, "is no text"),
    };

    /// <summary>A whole number of 32 bits.</summary>
    public uint UInt32(int index, string name) => OptionalUInt32(index, name) ?? throw Wrong(index, name, "is missing");

    /// <summary>A whole number of 32 bits, or null.</summary>
    /// <remarks>Hexadecimal text is taken too, as Substrate's <c>NumberOrHex</c> is.</remarks>
    public uint? OptionalUInt32(int index, string name)
    {
        if (Optional(index, name) is not { } element)
        {
            return null;
        }

        return TryReadUInt32(element, out var number) ? number : throw Wrong(index, name, "is no whole number of 32 bits");
    }

    /// <summary>A truth value, or null.</summary>
    public bool? OptionalBool(int index, string name) => Optional(index, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(index, name, "is neither true nor false"),
    };

    /// <summary>A hash: 64 hexadecimal digits.</summary>
    public Hash256 Hash(int index, string name) => OptionalHash(index, name) ?? throw Wrong(index, name, "is missing");

    /// <summary>A hash, or null.</summary>
    public Hash256? OptionalHash(int index, string name)
    {
        if (OptionalString(index, name) is not { } text)
        {
            return null;
        }

        return Bytes32.TryParse(text, out var bytes) ? new Hash256(bytes) : throw Wrong(index, name, "is no hash of 64 hexadecimal digits");
    }

    /// <summary>Bytes in hexadecimal.</summary>
    public byte[] Bytes(int index, string name, int maxBytes) =>
        OptionalBytes(index, name, maxBytes) ?? throw Wrong(index, name, "is missing");

    /// <summary>Bytes in hexadecimal, or null.</summary>
    public byte[]? OptionalBytes(int index, string name, int maxBytes) =>
        Optional(index, name) is { } element ? ReadBytes(element, index, name, maxBytes) : null;

    /// <summary>A list of bytes in hexadecimal.</summary>
    public byte[][] BytesList(int index, string name, int maxItems, int maxBytes) =>
        OptionalBytesList(index, name, maxItems, maxBytes) ?? throw Wrong(index, name, "is missing");

    /// <summary>A list of bytes in hexadecimal, or null.</summary>
    public byte[][]? OptionalBytesList(int index, string name, int maxItems, int maxBytes)
    {
        if (Optional(index, name) is not { } list)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(index, name, "is no list");
        }

        var count = list.GetArrayLength();
        if (count > maxItems)
        {
            throw Wrong(index, name, $"has {count} items, more than {maxItems}");
        }

        var result = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            result[i] = ReadBytes(list[i], index, name, maxBytes);
        }

        return result;
    }

    /// <summary>Reads a whole number, or hexadecimal text of one.</summary>
    public static bool TryReadUInt32(JsonElement element, out uint number)
    {
        number = 0;
        return element.ValueKind switch
        {
            JsonValueKind.Number => element.TryGetUInt32(out number),
            JsonValueKind.String => TryReadQuantity(element.GetString()!, out number),
            _ => false,
        };
    }

    /// <summary>The refusal of a parameter.</summary>
    public static RpcException Wrong(int index, string name, string why) =>
        RpcException.InvalidParams($"parameter {index + 1} ({name}) {why}");

    private static bool TryReadQuantity(string text, out uint number)
    {
        number = 0;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && uint.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out number);
    }

    private static byte[] ReadBytes(JsonElement element, int index, string name, int maxBytes)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw Wrong(index, name, "is no text");
        }

        // As it stands in the message; only digits that were written with escapes have to be made a string of.
        var text = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        var isHex = text.Contains((byte)'\\')
            ? Hex.TryDecode(element.GetString(), maxBytes, out var bytes)
            : Hex.TryDecode(text, maxBytes, out bytes);
        return isHex
            ? bytes
            : throw Wrong(index, name, $"is no hexadecimal text of at most {maxBytes} bytes");
    }
}
