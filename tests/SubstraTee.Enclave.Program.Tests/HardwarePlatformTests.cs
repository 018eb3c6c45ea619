using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Enclave.Program.Tests;

public class HardwarePlatformTests
{
    private static readonly Retry NoWaiting = new(_ => { });

    [Fact]
    public void An_sgx_enclave_has_a_sealing_key_of_its_own_that_is_not_the_processors()
    {
        using var platform = HardwarePlatform.Open(new Gramine(new FakeGramine(), NoWaiting));
        using var again = HardwarePlatform.Open(new Gramine(new FakeGramine(), NoWaiting));
        using var other = HardwarePlatform.Open(new Gramine(new FakeGramine { SealingKey = [.. Enumerable.Repeat((byte)9, 16)] }, NoWaiting));

        Assert.False(platform.IsSimulated);
        Assert.Equal(MeasurementFamily.Sgx, platform.Measurement.Family);
        Assert.Equal(32, platform.SealingKey.Length);
        Assert.True(platform.SealingKey.FixedTimeEquals(again.SealingKey.Reveal()));
        Assert.False(platform.SealingKey.FixedTimeEquals(other.SealingKey.Reveal()));
        Assert.False(platform.SealingKey.Reveal().StartsWith(new FakeGramine().SealingKey));
    }

    [Fact]
    public void A_snp_guest_has_another_sealing_key_on_another_chip_of_another_image_or_at_other_committed_levels()
    {
        byte[] KeyOf(FakeDevice device)
        {
            using var platform = Snp(device);
            Assert.Equal(new Measurement(MeasurementFamily.SevSnp, device.Measurement), platform.Measurement);
            return platform.SealingKey.Reveal().ToArray();
        }

        var keys = new[]
        {
            KeyOf(new FakeDevice()),
            KeyOf(new FakeDevice { Chip = 2 }),
            KeyOf(new FakeDevice { Measurement = [.. new byte[47], 1] }),
            KeyOf(new FakeDevice { CommittedTcb = [4, 0, 0, 0, 0, 0, 25, 219] }),
        };
        Assert.Equal(4, keys.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(keys[0], KeyOf(new FakeDevice()));
    }

    [Theory]
    [InlineData("tdx_guest", "Intel TDX")]
    [InlineData("arm_cca_guest", "Arm CCA")]
    public void Guests_without_sealing_keys_are_refused_with_the_reason(string provider, string name)
    {
        var refused = Assert.Throws<PlatformException>(() => HardwarePlatform.Open(Tsm(new FakeTsm(provider)), new SevGuest(new FakeDevice(), NoWaiting)));
        Assert.Contains($"{name} gives a guest no sealing key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_of_a_guest_passes_the_verifier()
    {
        // The kernel and the chip are played, the report and the certificates are minted: what comes out is what a verifier takes.
        var now = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var validity = SimulatedValidity.Days(now.AddDays(-1), 30);
        using var root = new SimulatedSnpRoot(SnpProduct.Milan, RSA.Create(2048), RSA.Create(2048), validity);
        using var seed = new SecretBytes(new byte[32]);
        using var machine = new SimulatedSnpMachine(root, seed, new SnpTcb(null, 4, 0, 24, 219), validity);
        var kernel = new FakeTsm("sev_guest")
        {
            Report = (data, _) => machine.Report(new SimulatedSnpReport { ReportData = [.. data], Measurement = [.. new FakeDevice().Measurement] }),
        };
        using var platform = HardwarePlatform.Open(Tsm(kernel), new SevGuest(new FakeDevice(), NoWaiting));
        var data = new byte[64];
        data.AsSpan().Fill(0xDA);

        var evidence = platform.Source.Collect(data);

        var verdict = EvidenceVerifier.Verify(
            evidence.Kind, evidence.Evidence, machine.Collateral(root.Crl(validity)), TrustAnchors.Of([root.Anchor]), now.ToUnixTimeSeconds(), VerificationOptions.Default);
        var verified = Assert.IsType<Verdict.Verified>(verdict).Evidence;
        Assert.Equal(platform.Measurement, verified.Measurement);
        Assert.Equal(data, verified.ReportData.ToArray());
    }

    [Fact]
    public void A_self_test_shows_evidence_that_binds_nobodys_key_and_says_why_an_enclave_cannot_run()
    {
        var kernel = new FakeTsm("tdx_guest") { Report = (data, _) => [1, 2, .. data] };
        var shown = PlatformSelfTest.Run(Tsm(kernel), () => HardwarePlatform.Open(Tsm(kernel), new SevGuest(new FakeDevice(), NoWaiting)));
        Assert.Equal("tdx", shown.Kind);
        Assert.Equal(new byte[32], PlatformSelfTest.BoundData[..32]);
        Assert.Equal([1, 2, .. PlatformSelfTest.BoundData], Convert.FromBase64String(shown.Evidence));
        Assert.Null(shown.Measurement);
        Assert.Contains("no sealing key", shown.Refusal, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"tdx\"", shown.ToString(), StringComparison.Ordinal);

        var sgx = PlatformSelfTest.Run(new Gramine(new FakeGramine(), NoWaiting), () => HardwarePlatform.Open(new Gramine(new FakeGramine(), NoWaiting)));
        Assert.Null(sgx.Refusal);
        Assert.StartsWith("sgx:e7e7", sgx.Measurement, StringComparison.Ordinal);
    }

    private static HardwarePlatform Snp(FakeDevice device) =>
        HardwarePlatform.Open(Tsm(new FakeTsm("sev_guest")), new SevGuest(device, NoWaiting));

    private static TsmEvidence Tsm(FakeTsm kernel) => new(kernel, NoWaiting, () => "entry");
}
