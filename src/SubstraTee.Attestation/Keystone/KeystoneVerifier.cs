using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Keystone;

/// <summary>Verifies Keystone reports: device key, enrolled, over security monitor over enclave (Ed25519 with SHA3-512).</summary>
internal static class KeystoneVerifier
{
    /// <summary>Verifies a report of 1352 bytes, or its JSON form.</summary>
    public static Verdict Verify(VerificationRun run, ReadOnlyMemory<byte> evidence, Collateral collateral)
    {
        Check.That(
            collateral == Collateral.None, RefusalReason.CollateralKindMismatch, $"{collateral.GetType().Name}: Keystone has no collateral");
        var report = KeystoneReport.Read(evidence);
        if (run.Options.CollectDiagnostics)
        {
            KeystoneNotes.Add(run, report);
        }

        if (run.Options.Depth == VerificationDepth.DecodeOnly)
        {
            return run.Decoded();
        }

        var device = EnrolledKey(run.Anchors, report);
        CheckUsable(device, "device");
        CheckUsable(report.MonitorKey, "security monitor");
        // A boot ROM that never filled the monitor's fields leaves zeros, and a signature over zeros is made by anyone.
        Check.That(
            report.MonitorHash.ContainsAnyExcept((byte)0), RefusalReason.KeystoneMonitorNotMeasured, "the hash of the security monitor is zero");
        Check.That(
            Ed25519Sha3.Verify(device, report.SignedByDevice, report.MonitorSignature),
            RefusalReason.KeystoneMonitorSignatureInvalid,
            "the security monitor is not signed by the enrolled device key");
        Check.That(
            Ed25519Sha3.Verify(report.MonitorKey, report.SignedByMonitor, report.EnclaveSignature),
            RefusalReason.KeystoneEnclaveSignatureInvalid,
            "the enclave is not signed by the security monitor");
        return run.Options.Depth == VerificationDepth.SignaturesOnly
            ? run.SignatureOnly("monitor_signature", "enclave_signature")
            : run.Verified(Facts(report, device));
    }

    // The key in the report only tells which enrolled key to take.
    private static ReadOnlySpan<byte> EnrolledKey(TrustAnchors anchors, KeystoneReport report)
    {
        var any = false;
        foreach (var anchor in anchors.WithRole(AnchorRole.KeystoneDevice))
        {
            any = true;
            if (anchor.Key.AsSpan().SequenceEqual(report.DeviceKey))
            {
                return anchor.Key.AsSpan();
            }
        }

        throw any
            ? new RefusalException(
                RefusalReason.KeystoneDeviceUnknown, $"the device key {Convert.ToHexStringLower(report.DeviceKey)} is none of the enrolled ones")
            : new RefusalException(RefusalReason.AnchorMissing, $"there is no trust anchor for {AnchorRole.KeystoneDevice.Text()}");
    }

    private static void CheckUsable(ReadOnlySpan<byte> key, string whose) => Check.That(
        Ed25519Sha3.IsUsableKey(key), RefusalReason.KeystoneKeyWeak, $"the key of the {whose} is zero, of small order or malformed: anyone can sign for it");

    private static EvidenceFacts Facts(KeystoneReport report, ReadOnlySpan<byte> device) => new()
    {
        Kind = EvidenceKind.Keystone,
        Measurement = new Measurement(MeasurementFamily.Keystone, report.EnclaveHash),
        Registers = [new("enclave_hash", report.EnclaveHash), new(FirmwareRule.KeystoneMonitor, report.MonitorHash)],
        ReportData = [.. report.Data],
        // Keystone has neither a debug state nor statements on firmware: the monitor's hash says all, and a policy names it.
        Debug = false,
        Tcb = TcbStatus.UpToDate,
        Platform = [new(PlatformIdentityKind.DeviceKey, device)],
        Validity = ValidityWindow.Always,
        SignedBy = SigningKeyKind.KeystoneDevice,
        Claims = new KeystoneClaims { MonitorHash = [.. report.MonitorHash], MonitorKey = [.. report.MonitorKey], DeviceKey = [.. device] },
    };
}
