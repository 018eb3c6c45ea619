using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SubstraTee.Simulation.Intel;

/// <summary>How Intel writes its signed statements.</summary>
internal static class IntelStatement
{
    public static string Time(long time) =>
        DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>{"NAME":{…},"signature":"…"}</c>, signed over the bytes of the statement as they stand.</summary>
    public static byte[] Sign(string name, JsonObject statement, SimulatedCertificate signer) => Sign(name, statement.ToJsonString(), signer);

    public static byte[] Sign(string name, string statement, SimulatedCertificate signer)
    {
        var signature = ((ECDsa)signer.Key).SignData(Encoding.UTF8.GetBytes(statement), HashAlgorithmName.SHA256);
        return Encoding.UTF8.GetBytes($"{{\"{name}\":{statement},\"signature\":\"{Convert.ToHexStringLower(signature)}\"}}");
    }

    public static JsonObject Level(JsonObject tcb, long date, string status, IReadOnlyList<string> advisories)
    {
        var level = new JsonObject { ["tcb"] = tcb, ["tcbDate"] = Time(date), ["tcbStatus"] = status };
        if (advisories.Count > 0)
        {
            level["advisoryIDs"] = new JsonArray([.. advisories.Select(one => JsonValue.Create(one))]);
        }

        return level;
    }

    public static JsonArray Levels(IEnumerable<IsvLevelSpec> levels) =>
        new([.. levels.Select(one => Level(new JsonObject { ["isvsvn"] = one.IsvSvn }, one.TcbDate, one.Status, one.Advisories))]);
}
