using System.Buffers.Binary;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SubstraTee.Simulation.Intel;

/// <summary>What a report of the attestation service is to say.</summary>
public sealed record IasReportSpec
{
    /// <summary>The enclave.</summary>
    public required SgxReportSpec Report { get; init; }

    /// <summary>When it is made, Unix seconds.</summary>
    public required long Time { get; init; }

    /// <summary>3, 4 or 5.</summary>
    public int Version { get; init; } = 4;

    /// <summary><c>isvEnclaveQuoteStatus</c>.</summary>
    public string QuoteStatus { get; init; } = "OK";

    /// <summary>What applies.</summary>
    public IReadOnlyList<string> Advisories { get; init; } = [];

    /// <summary>Version of the quote's body.</summary>
    public ushort QuoteVersion { get; init; } = 2;

    /// <summary>0 unlinkable, 1 linkable.</summary>
    public ushort SignType { get; init; } = 1;

    /// <summary>The text of <c>timestamp</c> where it is not the one of <see cref="Time"/>.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Without escapes that nobody needs, as the service writes: its texts are not put into web pages.</summary>
    internal static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body's exact text.</summary>
    public string ToJson()
    {
        var quote = new byte[432];
        BinaryPrimitives.WriteUInt16LittleEndian(quote, QuoteVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(quote.AsSpan(2), SignType);
        BinaryPrimitives.WriteUInt32LittleEndian(quote.AsSpan(4), 0x0BAD);
        BinaryPrimitives.WriteUInt16LittleEndian(quote.AsSpan(8), 11);
        BinaryPrimitives.WriteUInt16LittleEndian(quote.AsSpan(10), 10);
        Report.ToBytes().CopyTo(quote, 48);
        var body = new JsonObject
        {
            ["id"] = "323119119247496566074708526703373820736",
            ["timestamp"] = Timestamp ?? DateTimeOffset.FromUnixTimeSeconds(Time).ToString("yyyy-MM-dd'T'HH:mm:ss'.349850'", CultureInfo.InvariantCulture),
            ["version"] = Version,
            ["epidPseudonym"] = Convert.ToBase64String(new byte[128]),
            ["isvEnclaveQuoteStatus"] = QuoteStatus,
            ["isvEnclaveQuoteBody"] = Convert.ToBase64String(quote),
        };
        if (Advisories.Count > 0)
        {
            body["advisoryURL"] = "https://security-center.intel.com";
            body["advisoryIDs"] = new JsonArray([.. Advisories.Select(one => JsonValue.Create(one))]);
        }

        return body.ToJsonString(Plain);
    }
}
