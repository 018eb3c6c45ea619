using System.Globalization;
using SubstraTee.Attestation.Json;

namespace SubstraTee.Attestation.Intel;

/// <summary>What Intel's signed statements have in common (PCS API v3 and v4).</summary>
internal static class IntelJson
{
    /// <summary>The most levels, module identities or advisories in one list; Intel's have some thirty.</summary>
    public const int MaxListLength = 256;

    private const int MaxAdvisoryLength = 64;

    /// <summary>Opens <c>{"NAME": {…}, "signature": "…"}</c>: the statement with its own bytes, and r ‖ s.</summary>
    /// <exception cref="JsonFaultException">It has another form.</exception>
    public static (JsonValue Body, byte[] Signature) Open(JsonValue document, string name)
    {
        var body = document.Get(name, JsonKind.Object);
        var signature = document.GetHex("signature", 64);
        return document.Members.Count == 2 ? (body, signature) : throw new JsonFaultException($"there is more than '{name}' and its signature");
    }

    /// <summary>A time in the one form that Intel writes, as Unix seconds.</summary>
    /// <exception cref="JsonFaultException">It has another form.</exception>
    public static long GetTime(JsonValue value, string name)
    {
        var text = value.GetString(name);
        return DateTime.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new DateTimeOffset(time).ToUnixTimeSeconds()
            : throw new JsonFaultException($"'{name}' is no time like 2026-01-31T23:59:59Z");
    }

    /// <summary>Unix seconds in the form that Intel writes.</summary>
    public static string TimeText(long time) =>
        DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The status of a platform's level; one that is unknown has no meaning and cannot be judged.</summary>
    /// <exception cref="JsonFaultException">It is unknown.</exception>
    public static TcbStatus GetStatus(JsonValue level)
    {
        var text = level.GetString("tcbStatus");
        return TcbStatuses.TryParse(text, out var status) && status is <= TcbStatus.OutOfDateConfigurationNeeded or TcbStatus.Revoked
            ? status
            : throw new JsonFaultException($"TCB status '{text}' is unknown");
    }

    /// <summary>The advisories of a level; none when the member is missing.</summary>
    /// <exception cref="JsonFaultException">They are no list of short texts.</exception>
    public static string[] GetAdvisories(JsonValue level)
    {
        if (level.Find("advisoryIDs") is not { } list)
        {
            return [];
        }

        if (list.Kind != JsonKind.Array || list.Items.Count > MaxListLength
            || list.Items.Any(item => item.Kind != JsonKind.String || item.Text.Length is 0 or > MaxAdvisoryLength))
        {
            throw new JsonFaultException("'advisoryIDs' is no list of advisories");
        }

        return [.. list.Items.Select(item => item.Text)];
    }

    /// <summary>A list of objects.</summary>
    /// <exception cref="JsonFaultException">It is missing, too long, or holds something else.</exception>
    public static IReadOnlyList<JsonValue> GetObjects(JsonValue value, string name)
    {
        var items = value.Get(name, JsonKind.Array).Items;
        return items.Count <= MaxListLength && items.All(item => item.Kind == JsonKind.Object)
            ? items
            : throw new JsonFaultException($"'{name}' is no list of at most {MaxListLength} objects");
    }

    /// <summary>Levels of an enclave or module, told apart by one SVN.</summary>
    /// <exception cref="JsonFaultException">They are malformed.</exception>
    public static IsvLevel[] GetIsvLevels(JsonValue value) =>
    [
        .. GetObjects(value, "tcbLevels").Select(level => new IsvLevel(
            (ushort)level.Get("tcb", JsonKind.Object).GetUnsigned("isvsvn", ushort.MaxValue),
            GetTime(level, "tcbDate"),
            GetIsvStatus(level),
            GetAdvisories(level))),
    ];

    // The rules for merging statuses know no others for enclaves and modules, so another one must not get lost in them.
    private static TcbStatus GetIsvStatus(JsonValue level) =>
        GetStatus(level) is var status && status is TcbStatus.UpToDate or TcbStatus.OutOfDate or TcbStatus.Revoked
            ? status
            : throw new JsonFaultException($"an enclave's or module's TCB status cannot be '{status.Text()}'");
}
