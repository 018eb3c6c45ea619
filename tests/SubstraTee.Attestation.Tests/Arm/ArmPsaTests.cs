using System.Collections.Immutable;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.Arm;

/// <summary>PSA tokens of simulated devices: what is said of a good one, and that each single fault is refused for itself.</summary>
public sealed class ArmPsaTests : IDisposable
{
    private readonly SimulatedArmDevice _device;
    private readonly SimulatedArmDevice _other;

    public ArmPsaTests()
    {
        using var seed = Mint.Seed(10);
        using var other = Mint.Seed(11);
        _device = new SimulatedArmDevice(seed, onP256: true);
        _other = new SimulatedArmDevice(other, onP256: true);
    }

    private TrustAnchor Anchor => _device.Anchor(AnchorRole.ArmPsaIak);

    public void Dispose()
    {
        _device.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(PsaProfile.Iot1, true)]
    [InlineData(PsaProfile.Psa2, true)]
    [InlineData(PsaProfile.Rfc9783, true)]
    [InlineData(PsaProfile.Rfc9783, false)]
    public void A_token_of_every_profile_and_curve_is_verified(PsaProfile profile, bool onP256)
    {
        using var seed = Mint.Seed(12);
        using var device = new SimulatedArmDevice(seed, onP256);

        var evidence = Judge.Accepted(Judge.Verify(
            EvidenceKind.ArmPsa, device.PsaToken(Mint.PsaToken() with { Profile = profile }), Collateral.None, device.Anchor(AnchorRole.ArmPsaIak)));

        var claims = Assert.IsType<PsaClaims>(evidence.Claims);
        Assert.Equal((profile, 1, 0x3000), (claims.Profile, claims.ClientId, claims.SecurityLifecycle));
        Assert.Equal(["BL", "PRoT"], claims.Components.Select(component => component.Type));
        Assert.True(evidence.ReportData.SequenceEqual(Mint.Bytes(64, 0x10)));
        Assert.True(evidence.Register("sw.bl").SequenceEqual(Mint.Bytes(32, 1)));
        Assert.True(evidence.Register("sw.prot").SequenceEqual(Mint.Bytes(32, 3)));
        Assert.Equal(MeasurementFamily.ArmPsa, evidence.Measurement.Family);
        Assert.False(evidence.Debug);
        Assert.Equal(SigningKeyKind.ArmIak, evidence.SignedBy);
        Assert.Contains(new PlatformIdentity(PlatformIdentityKind.ArmInstance, device.InstanceId.AsSpan()), evidence.Platform);
    }

    [Fact]
    public void A_measurement_covers_type_signer_hash_and_order_of_every_component()
    {
        Measurement Of(params ImmutableArray<SimulatedComponent> components) => Accepted(Mint.PsaToken() with { Components = components }).Measurement;
        var (first, second) = (Mint.Components[0], Mint.Components[1]);
        Measurement[] different =
        [
            Of(first, second), Of(second, first), Of(first), Of(first, second, second), Of(first with { Type = "BL2" }, second),
            Of(first with { SignerId = Mint.Bytes(32, 9) }, second), Of(first with { Measurement = Mint.Bytes(48, 1) }, second),
        ];
        Assert.Equal(different.Length, different.Distinct().Count());
        Assert.Equal(
            CompositeMeasurement.Of(
                MeasurementFamily.ArmPsa,
                [
                    new("type", "BL"u8), new("signer_id", Mint.Bytes(32, 2).AsSpan()), new("measurement", Mint.Bytes(32, 1).AsSpan()),
                    new("type", "PRoT"u8), new("signer_id", Mint.Bytes(32, 4).AsSpan()), new("measurement", Mint.Bytes(32, 3).AsSpan()),
                ]),
            Of(first, second));
        Assert.Equal(Of(first, second), Accepted(Mint.PsaToken() with { Nonce = Mint.Bytes(32, 5), ClientId = -7 }).Measurement);
    }

    [Fact]
    public void Components_of_one_type_have_registers_of_their_own()
    {
        var evidence = Accepted(Mint.PsaToken() with { Components = [Mint.Components[0], Mint.Components[0] with { Measurement = Mint.Bytes(32, 8) }] });
        Assert.True(evidence.Register("sw.bl").SequenceEqual(Mint.Bytes(32, 1)));
        Assert.True(evidence.Register("sw.bl.1").SequenceEqual(Mint.Bytes(32, 8)));
    }

    [Theory]
    [InlineData(0x3000, false)]
    [InlineData(0x30ff, false)]
    [InlineData(0x4000, true)]
    [InlineData(0x50ff, true)]
    public void Lifecycles_that_are_open_to_a_debugger_are_said(int lifecycle, bool debug) =>
        Assert.Equal(debug, Accepted(Mint.PsaToken() with { SecurityLifecycle = lifecycle }).Debug);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(0x1000)]
    [InlineData(0x2000)]
    [InlineData(0x3100)]
    [InlineData(0x6000)]
    [InlineData(0xffff)]
    public void Other_lifecycles_are_refused(int lifecycle) =>
        Judge.Refused(RefusalReason.ArmLifecycleNotSecured, Verify(Mint.PsaToken() with { SecurityLifecycle = lifecycle }));

    [Fact]
    public void A_key_that_is_not_the_devices_is_refused()
    {
        var token = _device.PsaToken(Mint.PsaToken());
        var wrongKey = new TrustAnchor(AnchorRole.ArmPsaIak, AnchorClass.Test, _other.Anchor(AnchorRole.ArmPsaIak).Key.AsSpan(), "wrong", "test")
        {
            ImplementationId = _device.ImplementationId,
            InstanceId = _device.InstanceId,
        };
        Judge.Refused(RefusalReason.AnchorMissing, Judge.Verify(EvidenceKind.ArmPsa, token, Collateral.None));
        Judge.Refused(RefusalReason.AnchorMissing, Judge.Verify(EvidenceKind.ArmPsa, token, Collateral.None, _device.Anchor(AnchorRole.ArmCcaCpak)));
        Judge.Refused(RefusalReason.UntrustedRoot, Judge.Verify(EvidenceKind.ArmPsa, token, Collateral.None, _other.Anchor(AnchorRole.ArmPsaIak)));
        Judge.Refused(RefusalReason.ArmSignatureInvalid, Judge.Verify(EvidenceKind.ArmPsa, token, Collateral.None, wrongKey));
    }

    [Fact]
    public void A_key_enrolled_without_ids_is_tried_but_not_a_thousand_of_them()
    {
        var token = _device.PsaToken(Mint.PsaToken());
        TrustAnchor Open(SimulatedArmDevice device) => new(AnchorRole.ArmPsaIak, AnchorClass.Test, device.Anchor(AnchorRole.ArmPsaIak).Key.AsSpan(), "open", "test");
        Judge.Accepted(Judge.Verify(EvidenceKind.ArmPsa, token, Collateral.None, Open(_other), Open(_device)));
        var many = Enumerable.Range(20, 17).Select(number =>
        {
            using var seed = Mint.Seed((byte)number);
            using var device = new SimulatedArmDevice(seed, onP256: true);
            return Open(device);
        });
        Judge.Refused(RefusalReason.ArmAnchorAmbiguous, Judge.Verify(EvidenceKind.ArmPsa, token, Collateral.None, [.. many]));
    }

    [Fact]
    public void The_algorithm_counts_only_where_it_is_signed()
    {
        var unprotected = CborMap.Empty.With(1, CborItem.Number(-7));
        Judge.Refused(RefusalReason.CoseHeaderNotUnderstood, Verify(Mint.PsaToken() with { UnprotectedHeader = unprotected }));
        Judge.Refused(
            RefusalReason.CoseHeaderNotUnderstood, Verify(Mint.PsaToken() with { ProtectedHeader = [], UnprotectedHeader = unprotected }));
        Judge.Refused(RefusalReason.CoseAlgorithmMissing, Verify(Mint.PsaToken() with { ProtectedHeader = [] }));
        Judge.Refused(RefusalReason.CoseAlgorithmMissing, Verify(Mint.PsaToken() with { ProtectedHeader = [0xa0] }));
        Judge.Refused(RefusalReason.CoseAlgorithmMismatch, Verify(Mint.PsaToken() with { ProtectedHeader = [0xa1, 0x01, 0x38, 0x22] }));
        Judge.Refused(RefusalReason.CoseAlgorithmUnsupported, Verify(Mint.PsaToken() with { ProtectedHeader = [0xa1, 0x01, 0x27] }));
        Judge.Refused(RefusalReason.CoseHeaderNotUnderstood, Verify(Mint.PsaToken() with { ProtectedHeader = [0xa2, 0x01, 0x26, 0x02, 0x81, 0x01] }));
    }

    [Fact]
    public void A_missing_algorithm_may_be_allowed_and_is_then_said()
    {
        var verdict = EvidenceVerifier.Verify(
            EvidenceKind.ArmPsa, _device.PsaToken(Mint.PsaToken() with { ProtectedHeader = [] }), Collateral.None, TrustAnchors.Of([Anchor]), Mint.Time,
            VerificationOptions.Default with { AllowMissing = [SkippableCheck.CoseAlgorithm] });
        Assert.Equal(SkippableCheck.CoseAlgorithm, Assert.Single(Judge.Accepted(verdict).Skipped).Check);
    }

    [Fact]
    public void A_key_id_may_stand_anywhere() =>
        Accepted(Mint.PsaToken() with { UnprotectedHeader = CborMap.Empty.With(4, CborItem.Bytes([1, 2])), ProtectedHeader = [0xa2, 0x01, 0x26, 0x04, 0x41, 0x09] });

    [Fact]
    public void Another_structure_than_a_tagged_signature_is_refused()
    {
        var token = _device.PsaToken(Mint.PsaToken());
        byte[] Retagged(params byte[] tag) => [.. tag, .. token.AsSpan(1)];
        Judge.Refused(RefusalReason.CoseSymmetricMac, Verify(Retagged(0xd1)));
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify(Retagged()));
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify(Retagged(0xd8, 0x62)));
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify([0xd2, .. token]));
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify([.. token, 0x00]));
        Judge.Refused(RefusalReason.EvidenceTooLarge, Verify(new byte[40_000]));
        Judge.Refused(RefusalReason.EvidenceTruncated, Verify([]));
        Judge.Refused(
            RefusalReason.CollateralKindMismatch, Judge.Verify(EvidenceKind.ArmPsa, token, new SevSnpCollateral { Vek = default, Ask = default, Ark = default }, Anchor));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(256)]
    [InlineData(265)]
    [InlineData(2394)]
    [InlineData(2395)]
    [InlineData(2396)]
    [InlineData(2399)]
    public void A_missing_claim_is_refused(long label) =>
        Judge.Refused(RefusalReason.ArmClaimMissing, Verify(Mint.PsaToken() with { Edit = claims => claims.Without(label) }));

    [Fact]
    public void Claims_of_another_type_or_size_are_refused()
    {
        void Malformed(long label, byte[] item) =>
            Judge.Refused(RefusalReason.ArmClaimMalformed, Verify(Mint.PsaToken() with { Edit = claims => claims.With(label, item) }));

        Malformed(10, CborItem.Bytes(new byte[31]));
        Malformed(10, CborItem.Bytes(new byte[65]));
        Malformed(10, CborItem.Text("a nonce"));
        Malformed(256, CborItem.Bytes(new byte[33]));
        Malformed(256, CborItem.Bytes([1, .. new byte[31]]));
        Malformed(265, CborItem.Number(1));
        Malformed(265, CborItem.Text(""));
        Malformed(2394, CborItem.Number(1L << 31));
        Malformed(2395, CborItem.Number(0x10000));
        Malformed(2395, CborItem.Number(-1));
        Malformed(2395, CborItem.Bytes([0x30, 0x00]));
        Malformed(2396, CborItem.Bytes(new byte[33]));
        Malformed(2397, CborItem.Bytes(new byte[7]));
        Malformed(2400, CborItem.Text(new string('x', 513)));
        Malformed(2399, CborItem.Number(1));
        Malformed(2399, CborItem.Array(CborItem.Number(1)));
        Malformed(2399, CborItem.Array(CborMap.Empty.With(2, CborItem.Bytes(new byte[33])).With(5, CborItem.Bytes(new byte[32])).Encode()));
        Malformed(2399, CborItem.Array([.. Enumerable.Repeat(CborMap.Empty.Encode(), 65)]));
    }

    [Fact]
    public void Components_without_hash_or_signer_and_no_components_are_refused()
    {
        Judge.Refused(RefusalReason.ArmNothingMeasured, Verify(Mint.PsaToken() with { Components = [] }));
        Judge.Refused(
            RefusalReason.ArmNothingMeasured,
            Verify(Mint.PsaToken() with { Profile = PsaProfile.Iot1, Edit = claims => claims.Without(-75006).With(-75007, CborItem.Number(1)) }));
        Judge.Refused(
            RefusalReason.ArmClaimMissing,
            Verify(Mint.PsaToken() with { Edit = claims => claims.With(2399, CborItem.Array(CborMap.Empty.With(2, CborItem.Bytes(new byte[32])).Encode())) }));
        Judge.Refused(
            RefusalReason.ArmClaimMissing,
            Verify(Mint.PsaToken() with { Edit = claims => claims.With(2399, CborItem.Array(CborMap.Empty.With(5, CborItem.Bytes(new byte[32])).Encode())) }));
    }

    [Fact]
    public void Unknown_and_mixed_profiles_are_refused()
    {
        Judge.Refused(
            RefusalReason.ArmProfileUnknown, Verify(Mint.PsaToken() with { Edit = claims => claims.With(265, CborItem.Text("tag:example.org,2030:psa")) }));
        Judge.Refused(
            RefusalReason.ArmProfileAmbiguous, Verify(Mint.PsaToken() with { Edit = claims => claims.With(-75008, CborItem.Bytes(new byte[32])) }));
        Judge.Refused(
            RefusalReason.EvidenceMalformed, Verify(Mint.PsaToken() with { Edit = claims => claims.WithDuplicate(10, CborItem.Bytes(new byte[32])) }));
    }

    [Fact]
    public void Signatures_alone_and_layout_alone_never_verify()
    {
        Verdict At(VerificationDepth depth, params TrustAnchor[] anchors) => EvidenceVerifier.Verify(
            EvidenceKind.ArmPsa, _device.PsaToken(Mint.PsaToken()), Collateral.None, TrustAnchors.Of(anchors), Mint.Time,
            VerificationOptions.Default with { Depth = depth });
        Assert.IsType<Verdict.SignatureOnly>(At(VerificationDepth.SignaturesOnly, Anchor));
        Assert.IsType<Verdict.Decoded>(At(VerificationDepth.DecodeOnly));
    }

    private VerifiedEvidence Accepted(SimulatedPsaToken content) => Judge.Accepted(Verify(content));

    private Verdict Verify(SimulatedPsaToken content) => Verify(_device.PsaToken(content));

    private Verdict Verify(byte[] token) => Judge.Verify(EvidenceKind.ArmPsa, token, Collateral.None, Anchor);
}
