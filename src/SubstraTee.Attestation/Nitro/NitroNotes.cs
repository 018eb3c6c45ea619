using System.Globalization;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Nitro;

/// <summary>Writes down what a document says, for people.</summary>
internal static class NitroNotes
{
    public static void Add(DiagnosticsBuilder notes, NitroDocument document)
    {
        if (!notes.Enabled)
        {
            return;
        }

        notes.Add("fields.module_id", document.ModuleId);
        notes.Add("fields.digest", "SHA384");
        notes.Add("fields.timestamp", document.TimestampMs);
        foreach (var register in document.Registers)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"fields.pcrs.{register.Key}"), register.Value.Span);
        }

        AddOptional(notes, "fields.public_key", document.PublicKey);
        AddOptional(notes, "fields.user_data", document.UserData);
        AddOptional(notes, "fields.nonce", document.Nonce);
        notes.Add("fields.debug", document.IsDebug);
    }

    public static void AddValidity(DiagnosticsBuilder notes, Certificate leaf)
    {
        if (notes.Enabled)
        {
            notes.AddList("fields.leaf_validity", [Time(leaf.NotBefore), Time(leaf.NotAfter)]);
        }
    }

    private static void AddOptional(DiagnosticsBuilder notes, string path, ReadOnlyMemory<byte> value)
    {
        if (!value.IsEmpty)
        {
            notes.Add(path, value.Span);
        }
    }

    private static string Time(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
