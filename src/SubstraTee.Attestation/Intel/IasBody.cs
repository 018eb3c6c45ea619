using System.Globalization;
using System.Text;
using SubstraTee.Attestation.Json;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>The body of an attestation verification report (Attestation Service for Intel SGX: API, revisions 6 and 7).</summary>
internal sealed class IasBody
{
    private const int MaxTextLength = 256;

    private IasBody(JsonValue body)
    {
        var version = body.GetUnsigned("version", uint.MaxValue);
        Version = version is 3 or 4 or 5
            ? version
            : throw new RefusalException(RefusalReason.IasVersionUnsupported, $"report version {version}; 3, 4 and 5 are known");
        QuoteStatus = ShortText(body, "isvEnclaveQuoteStatus");
        Timestamp = ShortText(body, "timestamp");
        IssuedAt = ParseTime(Timestamp);
        Nonce = body.Find("nonce") is null ? "" : ShortText(body, "nonce");
        HasAdvisories = body.Find("advisoryIDs") is not null;
        Advisories = IntelJson.GetAdvisories(body);
        Pseudonym = body.Find("epidPseudonym") is null ? [] : FromBase64(body, "epidPseudonym");
        Quote = EpidQuote.Parse(FromBase64(body, "isvEnclaveQuoteBody"));
    }

    public uint Version { get; }

    /// <summary><c>isvEnclaveQuoteStatus</c>.</summary>
    public string QuoteStatus { get; }

    /// <summary>When the report was made, as it stands there.</summary>
    public string Timestamp { get; }

    /// <summary>When the report was made, whole Unix seconds.</summary>
    public long IssuedAt { get; }

    public string Nonce { get; }

    public bool HasAdvisories { get; }

    public string[] Advisories { get; }

    public byte[] Pseudonym { get; }

    public EpidQuote Quote { get; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="RefusalException">It has another form.</exception>
    public static IasBody Parse(ReadOnlyMemory<byte> json) =>
        StrictJson.Read(json, JsonLimits.Default, RefusalReason.IasBodyMalformed, "report body", body => new IasBody(body));

    /// <summary>The status in the words of all families.</summary>
    /// <exception cref="RefusalException">The service says that quote or key are not to be trusted, or something unknown.</exception>
    public TcbStatus Status() => QuoteStatus switch
    {
        "OK" => TcbStatus.UpToDate,
        "SW_HARDENING_NEEDED" => TcbStatus.SWHardeningNeeded,
        "CONFIGURATION_NEEDED" => TcbStatus.ConfigurationNeeded,
        "CONFIGURATION_AND_SW_HARDENING_NEEDED" => TcbStatus.ConfigurationAndSWHardeningNeeded,
        "GROUP_OUT_OF_DATE" => TcbStatus.OutOfDate,
        "SIGNATURE_INVALID" or "GROUP_REVOKED" or "SIGNATURE_REVOKED" or "KEY_REVOKED" or "SIGRL_VERSION_MISMATCH" =>
            throw new RefusalException(RefusalReason.IasStatusRefused, $"quote status {QuoteStatus}"),
        _ => throw new RefusalException(RefusalReason.IasStatusUnknown, $"quote status '{QuoteStatus}' is unknown"),
    };

    public void Note(DiagnosticsBuilder notes)
    {
        notes.Add("isv_enclave_quote_status", QuoteStatus);
        notes.Add("ias_version", Version);
        notes.Add("timestamp", Timestamp);
        if (HasAdvisories)
        {
            notes.AddList("advisory_ids", [.. Advisories.Order(StringComparer.Ordinal)]);
        }

        Quote.Note(notes);
    }

    // "2020-04-26T11:16:25.349850" without a zone is UTC; the fraction is sent in one to seven digits, or not at all.
    private static long ParseTime(string text) =>
        DateTime.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new DateTimeOffset(time).ToUnixTimeSeconds()
            : throw new JsonFaultException("'timestamp' is no time like 2020-04-26T11:16:25.349850");

    private static string ShortText(JsonValue body, string name) =>
        body.GetString(name) is { Length: <= MaxTextLength } text ? text : throw new JsonFaultException($"'{name}' is longer than {MaxTextLength}");

    private static byte[] FromBase64(JsonValue body, string name) =>
        Pem.DecodeBase64(Encoding.UTF8.GetBytes(body.GetString(name))) ?? throw new JsonFaultException($"'{name}' is not base64");
}
