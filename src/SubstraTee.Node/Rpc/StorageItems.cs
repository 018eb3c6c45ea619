using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>What <c>chainHead_v1_storage</c> and <c>archive_v1_storage</c> ask of the state.</summary>
internal sealed class StorageItems
{
    private const int MaxItems = 4096;
    private const int MaxKeyBytes = 4096;

    private readonly List<(byte[] Key, string Type)> _items;

    private StorageItems(List<(byte[] Key, string Type)> items) => _items = items;

    public static StorageItems Parse(RpcCall call, int index)
    {
        var list = call.Params.Required(index, "items");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxItems)
        {
            throw RpcParams.Wrong(index, "items", $"is no list of at most {MaxItems} items");
        }

        return new StorageItems([.. list.EnumerateArray().Select(item => ParseItem(item, index))]);
    }

    /// <summary>The answers; what is not there has none.</summary>
    public IEnumerable<JsonObject> Read(StateTrie state)
    {
        foreach (var (key, type) in _items)
        {
            if (type is "value" or "hash")
            {
                if (state.TryGet(key, out var value))
                {
                    yield return Item(key, value, type);
                }
            }
            else
            {
                foreach (var (found, value) in state.Entries(key))
                {
                    yield return Item(found, value, type == "descendantsValues" ? "value" : "hash");
                }
            }
        }
    }

    private static (byte[] Key, string Type) ParseItem(JsonElement item, int index)
    {
        if (item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty("key"u8, out var text)
            || text.ValueKind != JsonValueKind.String
            || !Hex.TryDecode(text.GetString(), MaxKeyBytes, out var key)
            || !item.TryGetProperty("type"u8, out var type))
        {
            throw RpcParams.Wrong(index, "items", "has an item without key or type");
        }

        return type.ToString() is "value" or "hash" or "descendantsValues" or "descendantsHashes"
            ? (key, type.ToString())
            : throw RpcParams.Wrong(index, "items", $"has an item of a type that is not served: {type}");
    }

    private static JsonObject Item(byte[] key, ReadOnlyMemory<byte> value, string type) => new()
    {
        ["key"] = Hex.Encode(key),
        [type] = type == "value" ? Hex.Encode(value.Span) : Blake2b.Hash256(value.Span).ToString(),
    };
}
