using System.Text.Json;

namespace SubstraTee.JsonRpc.Client;

/// <summary>Finds id and result in an answer without making a document of it, which for one of megabytes takes as much again.</summary>
internal static class PlainAnswer
{
    /// <summary>True for the answer to one call that has a result.</summary>
    /// <param name="message">A whole message.</param>
    /// <param name="id">The call's number.</param>
    /// <param name="result">Where the result stands in the message.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool TryFind(ReadOnlySpan<byte> message, out long id, out Range result)
    {
        id = 0;
        result = default;
        var reader = new Utf8JsonReader(message);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var (hasId, hasResult) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isId, isResult) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("result"u8));
            var isError = reader.ValueTextEquals("error"u8);
            reader.Read();
            if (isError && reader.TokenType != JsonTokenType.Null)
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            if (isId)
            {
                hasId = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out id);
            }

            reader.Skip();
            if (isResult)
            {
                hasResult = true;
                result = start..(int)reader.BytesConsumed;
            }
        }

        return hasId && hasResult;
    }
}
