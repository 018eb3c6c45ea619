using SubstraTee.Crypto;

namespace SubstraTee.Attestation.Keystone;

/// <summary>Writes down what a Keystone report says and which of its signatures hold, for people.</summary>
internal static class KeystoneNotes
{
    private const int MaxKeys = 16;

    public static void Add(VerificationRun run, KeystoneReport report)
    {
        var notes = run.Diagnostics;
        notes.Add("fields.enclave_hash", report.EnclaveHash);
        notes.Add("fields.sm_hash", report.MonitorHash);
        notes.Add("fields.data", report.Data);
        if (AsciiText(report.Data) is { } text)
        {
            notes.Add("fields.data_ascii", text);
        }

        var signed = false;
        foreach (var anchor in run.Anchors.WithRole(AnchorRole.KeystoneDevice).Take(MaxKeys))
        {
            signed = signed || Ed25519Sha3.Verify(anchor.Key.AsSpan(), report.SignedByDevice, report.MonitorSignature);
        }

        notes.Add("sm_signature", Word(signed));
        notes.Add("enclave_signature", Word(Ed25519Sha3.Verify(report.MonitorKey, report.SignedByMonitor, report.EnclaveSignature)));
        notes.Add(
            "sm_signature_under_device_key_of_the_report",
            Word(LooseEd25519Sha3.Verify(report.DeviceKey, report.SignedByDevice, report.MonitorSignature)));
    }

    // The SDK sends its nonce as a C string, with the zero at its end.
    private static string? AsciiText(ReadOnlySpan<byte> data)
    {
        var text = data.TrimEnd((byte)0);
        return text.Length > 0 && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? System.Text.Encoding.ASCII.GetString(text) : null;
    }

    private static string Word(bool holds) => holds ? "valid" : "invalid";
}
