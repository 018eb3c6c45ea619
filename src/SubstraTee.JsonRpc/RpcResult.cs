using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SubstraTee.JsonRpc;

/// <summary>What a method answered, ready to be written.</summary>
internal abstract class RpcResult
{
    public abstract void Write(Utf8JsonWriter writer);

    public static RpcResult Of<T>(T value, JsonTypeInfo<T> type) => new Typed<T>(value, type);

    private sealed class Typed<T>(T value, JsonTypeInfo<T> type) : RpcResult
    {
        public override void Write(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, value, type);
    }
}
