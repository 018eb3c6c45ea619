using System.Text;
using SubstraTee.Attestation.Keystone;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Simulation;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Keystone;

/// <summary>Keystone reports of simulated devices: what is said of a good one, and that each single fault is refused for itself.</summary>
public sealed class KeystoneTests : IDisposable
{
    private readonly SimulatedKeystoneDevice _device;

    public KeystoneTests()
    {
        using var seed = Mint.Seed(40);
        _device = new SimulatedKeystoneDevice(seed);
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public void A_report_of_an_enrolled_device_is_verified()
    {
        var evidence = Judge.Accepted(Verify(_device.Report(Mint.KeystoneReport())));

        Assert.Equal(new Measurement(MeasurementFamily.Keystone, Mint.Bytes(64, 0x30).AsSpan()), evidence.Measurement);
        Assert.True(evidence.ReportData.SequenceEqual(Mint.Bytes(64, 0x31)));
        Assert.True(evidence.Register("sm_hash").SequenceEqual(_device.MonitorHash));
        Assert.Equal(new PlatformIdentity(PlatformIdentityKind.DeviceKey, _device.Anchor.Key.AsSpan()), Assert.Single(evidence.Platform));
        Assert.Equal(SigningKeyKind.KeystoneDevice, evidence.SignedBy);
        Assert.True(Assert.IsType<KeystoneClaims>(evidence.Claims).DeviceKey.SequenceEqual(_device.Anchor.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    public void Data_of_every_length_is_bound_and_no_byte_more(int length)
    {
        var evidence = Judge.Accepted(Verify(_device.Report(Mint.KeystoneReport() with { Data = Mint.Bytes(length, 5) })));
        Assert.Equal(length, evidence.ReportData.Length);
    }

    [Theory]
    [InlineData(1025)]
    [InlineData(0x1_0000_0000)]
    [InlineData(ulong.MaxValue)]
    public void A_length_beyond_the_field_is_refused_before_anything_is_read(ulong length) =>
        Judge.Refused(RefusalReason.KeystoneDataTooLong, Verify(_device.Report(Mint.KeystoneReport() with { DataLength = length })));

    [Fact]
    public void Data_of_another_length_than_was_signed_is_refused() =>
        Judge.Refused(RefusalReason.KeystoneEnclaveSignatureInvalid, Verify(_device.Report(Mint.KeystoneReport() with { DataLength = 63 })));

    [Fact]
    public void The_key_in_the_report_is_never_believed()
    {
        using var seed = Mint.Seed(41);
        using var stranger = new SimulatedKeystoneDevice(seed);
        var report = stranger.Report(Mint.KeystoneReport());
        Judge.Refused(RefusalReason.KeystoneDeviceUnknown, Verify(report));
        // The enrolled key written over the stranger's does not help either.
        Judge.Refused(
            RefusalReason.KeystoneMonitorSignatureInvalid, Verify(stranger.Report(Mint.KeystoneReport() with { DeviceKey = _device.Anchor.Key })));
        Judge.Refused(RefusalReason.AnchorMissing, Judge.Verify(EvidenceKind.Keystone, report, Collateral.None));
    }

    [Fact]
    public void An_enrolled_key_of_zeros_verifies_nothing()
    {
        var zero = new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Test, new byte[32], "zeros", "test");
        Judge.Refused(RefusalReason.KeystoneKeyWeak, Judge.Verify(EvidenceKind.Keystone, new byte[1352], Collateral.None, zero));
    }

    [Fact]
    public void A_security_monitor_without_key_or_hash_is_refused()
    {
        Judge.Refused(
            RefusalReason.KeystoneMonitorNotMeasured, Verify(_device.Report(Mint.KeystoneReport() with { MonitorHash = Mint.Bytes(64, 0) })));
        var report = _device.Report(Mint.KeystoneReport());
        report.AsSpan(1224, 32).Clear();
        Judge.Refused(RefusalReason.KeystoneKeyWeak, Verify(report));
    }

    [Fact]
    public void Signatures_in_the_stock_scheme_are_refused()
    {
        // Keystone hashes with SHA3-512; a report of the same key in plain Ed25519 is of something else.
        using var seed = new SecretBytes(new byte[32]);
        using var stock = new Ed25519KeyPair(seed);
        var report = _device.Report(Mint.KeystoneReport());
        var anchor = new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Test, stock.PublicKey.Span, "stock", "test");
        stock.PublicKey.Span.CopyTo(report.AsSpan(1320));
        stock.Sign(report.AsSpan(1160, 96)).Bytes.Span.CopyTo(report.AsSpan(1256));
        Judge.Refused(RefusalReason.KeystoneMonitorSignatureInvalid, Judge.Verify(EvidenceKind.Keystone, report, Collateral.None, anchor));
    }

    [Fact]
    public void Another_length_or_collateral_is_refused()
    {
        var report = _device.Report(Mint.KeystoneReport());
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify([.. report, 0]));
        Judge.Refused(RefusalReason.EvidenceTruncated, Verify([]));
        Judge.Refused(RefusalReason.CollateralKindMismatch, Judge.Verify(EvidenceKind.Keystone, report, new ArmPsaCollateral(), _device.Anchor));
    }

    [Fact]
    public void The_sdks_json_form_says_the_same()
    {
        var report = _device.Report(Mint.KeystoneReport());
        var json = Json(report);
        var evidence = Judge.Accepted(Verify(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(Judge.Accepted(Verify(report)).Measurement, evidence.Measurement);
        foreach (var wrong in new[]
        {
            "{}", json[..^1], json + "x", json.Replace("\"datalen\":64", "\"datalen\":65", StringComparison.Ordinal),
            json.Replace("\"datalen\":64", "\"datalen\":99999", StringComparison.Ordinal), json.Replace("\"hash\"", "\"hush\"", StringComparison.Ordinal),
            json.Replace("{\"device_pubkey\"", "{\"enclave\":{},\"device_pubkey\"", StringComparison.Ordinal),
            new string('{', 4000), "{" + new string(' ', 9000) + "}",
        })
        {
            Judge.Refused(RefusalReason.EvidenceMalformed, Verify(Encoding.UTF8.GetBytes(wrong)));
        }
    }

    [VectorFact]
    public void The_published_json_of_the_board_with_an_empty_boot_rom_is_refused_as_its_struct_is()
    {
        var key = File.ReadAllBytes(Vectors.PathOf("attestation/keystone/test-device-key/device_public_key.bin"));
        var anchor = new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Test, key, "published", "vectors");
        foreach (var name in new[] { "report.bin", "report.json" })
        {
            var report = File.ReadAllBytes(Vectors.PathOf($"attestation/keystone/issue-361-zero-sm/{name}"));
            Judge.Refused(RefusalReason.KeystoneDeviceUnknown, Judge.Verify(EvidenceKind.Keystone, report, Collateral.None, anchor));
        }
    }

    [Fact]
    public void The_loose_equation_agrees_with_the_strict_one_on_honest_signatures()
    {
        for (byte number = 0; number < 8; number++)
        {
            using var seed = Mint.Seed(number);
            using var secret = Ed25519Sha3.Expand(seed);
            var key = Ed25519Sha3.PublicKey(secret);
            var signature = Ed25519Sha3.Sign(secret, [number]);
            Assert.True(LooseEd25519Sha3.Verify(key, [number], signature));
            Assert.False(LooseEd25519Sha3.Verify(key, [(byte)(number + 1)], signature));
            signature[number] ^= 1;
            Assert.False(LooseEd25519Sha3.Verify(key, [number], signature));
        }
    }

    private Verdict Verify(byte[] report) => Judge.Verify(EvidenceKind.Keystone, report, Collateral.None, _device.Anchor);

    private static string Json(byte[] report)
    {
        string HexOf(int offset, int length) => Convert.ToHexStringLower(report.AsSpan(offset, length));
        return $$"""
            {"device_pubkey":"{{HexOf(1320, 32)}}","security_monitor":{"hash":"{{HexOf(1160, 64)}}","pubkey":"{{HexOf(1224, 32)}}",
            "signature":"{{HexOf(1256, 64)}}"},"enclave":{"hash":"{{HexOf(0, 64)}}","datalen":64,"data":"{{HexOf(72, 64)}}",
            "signature":"{{HexOf(1096, 64)}}"} }
            """;
    }
}
