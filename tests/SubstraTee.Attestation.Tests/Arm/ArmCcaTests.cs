using SubstraTee.Attestation.Arm;
using SubstraTee.Attestation.Cose;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.Arm;

/// <summary>CCA tokens of simulated platforms: what is said of a good one, and that each single fault is refused for itself.</summary>
public sealed class ArmCcaTests : IDisposable
{
    private const long Platform = 44234;
    private const long Realm = 44241;

    private readonly SimulatedArmDevice _device;
    private readonly SimulatedArmDevice _other;

    public ArmCcaTests()
    {
        using var seed = Mint.Seed(30);
        using var other = Mint.Seed(31);
        _device = new SimulatedArmDevice(seed);
        _other = new SimulatedArmDevice(other);
    }

    private TrustAnchor Anchor => _device.Anchor(AnchorRole.ArmCcaCpak);

    public void Dispose()
    {
        _device.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(true, "sha-256")]
    [InlineData(false, "sha-384")]
    [InlineData(false, "sha-512")]
    public void A_token_of_either_wrapping_is_verified(bool legacy, string keyHash)
    {
        var evidence = Judge.Accepted(Verify(Mint.CcaToken() with { IsLegacy = legacy, KeyHashAlgorithm = keyHash }));

        var claims = Assert.IsType<CcaClaims>(evidence.Claims);
        Assert.NotNull(claims.Realm);
        Assert.Equal(legacy ? 97 : 107, claims.Realm.AttestationKey.Length);
        Assert.Equal(["BL", "PRoT"], claims.PlatformComponents.Select(component => component.Type));
        Assert.True(evidence.ReportData.SequenceEqual(Mint.Bytes(64, 0x20)));
        Assert.True(evidence.Register("rim").SequenceEqual(Mint.Bytes(48, 0x21)));
        Assert.True(evidence.Register("rem3").SequenceEqual(Mint.Bytes(48, 0)));
        Assert.True(evidence.Register("sw.bl").SequenceEqual(Mint.Bytes(32, 1)));
        Assert.Equal(MeasurementFamily.ArmCca, evidence.Measurement.Family);
        Assert.Equal(SigningKeyKind.ArmCpak, evidence.SignedBy);
        Assert.False(evidence.Debug);
        Assert.Empty(evidence.Skipped);
    }

    [Fact]
    public void A_measurement_covers_all_five_of_the_realms_and_nothing_of_the_platforms()
    {
        var good = Mint.CcaToken();
        Measurement Of(SimulatedCcaToken content) => Judge.Accepted(Verify(content)).Measurement;
        var zeros = Enumerable.Repeat(Mint.Bytes(48, 0), 4).ToList();
        var all = new HashSet<Measurement> { Of(good), Of(good with { InitialMeasurement = Mint.Bytes(48, 0x22) }) };
        for (var i = 0; i < 4; i++)
        {
            var changed = zeros.ToList();
            changed[i] = Mint.Bytes(48, 1);
            all.Add(Of(good with { ExtensibleMeasurements = [.. changed] }));
        }

        Assert.Equal(6, all.Count);
        Assert.Equal(
            CompositeMeasurement.Of(
                MeasurementFamily.ArmCca,
                [new("rim", Mint.Bytes(48, 0x21).AsSpan()), .. new[] { "rem0", "rem1", "rem2", "rem3" }.Select(name => new MeasuredRegister(name, new byte[48]))]),
            Of(good));
        Assert.Equal(Of(good), Of(good with { Challenge = Mint.Bytes(64, 9), PlatformComponents = [Mint.Components[0]] }));
    }

    [Fact]
    public void A_platform_that_does_not_bind_the_realms_key_is_refused()
    {
        // Pitfall 14 of public verifiers: both signatures hold, and still the realm may run anywhere.
        Judge.Refused(
            RefusalReason.CcaRealmNotBound,
            Verify(Mint.CcaToken() with { EditPlatform = claims => claims.With(10, CborItem.Bytes(new byte[32])) }));
        Judge.Refused(
            RefusalReason.CcaRealmNotBound,
            Verify(Mint.CcaToken() with { EditRealm = claims => claims.With(44240, CborItem.Text("sha-512")) }));
    }

    [Fact]
    public void A_realm_token_of_another_platform_is_refused()
    {
        var foreign = Part(_other.CcaToken(Mint.CcaToken()), Realm);
        Judge.Refused(RefusalReason.CcaRealmNotBound, Verify(Mint.CcaToken() with { EditWrapping = map => map.With(Realm, foreign) }));
    }

    [Fact]
    public void A_platform_token_alone_says_nothing_unless_that_is_allowed_and_then_it_is_said()
    {
        var token = _device.CcaPlatformToken(Mint.CcaToken(), new byte[32]);
        Judge.Refused(RefusalReason.CcaRealmMissing, Judge.Verify(EvidenceKind.ArmCca, token, Collateral.None, Anchor));
        Judge.Refused(RefusalReason.CcaRealmMissing, Verify(Mint.CcaToken() with { EditWrapping = map => map.Without(Realm) }));
        var allowed = EvidenceVerifier.Verify(
            EvidenceKind.ArmCca, token, Collateral.None, TrustAnchors.Of([Anchor]), Mint.Time,
            VerificationOptions.Default with { AllowMissing = [SkippableCheck.CcaRealm] });
        var evidence = Judge.Accepted(allowed);
        Assert.Equal(SkippableCheck.CcaRealm, Assert.Single(evidence.Skipped).Check);
        Assert.Null(Assert.IsType<CcaClaims>(evidence.Claims).Realm);
        Assert.Empty(evidence.Register("rim"));
    }

    [Fact]
    public void A_realm_token_alone_proves_nothing() =>
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify(Mint.CcaToken() with { EditWrapping = map => map.Without(Platform) }));

    [Fact]
    public void Wrappings_of_another_form_are_refused()
    {
        var good = _device.CcaToken(Mint.CcaToken());
        var inner = good.AsSpan(3);
        Judge.Refused(RefusalReason.UnsupportedEvidence, Verify(CborItem.Tag(400, inner)));
        // The parts of one form under the tag of the other.
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify(CborItem.Tag(399, inner)));
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify(inner.ToArray()));
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify(CborItem.Tag(907, CborItem.Number(1))));
        Judge.Refused(RefusalReason.EvidenceMalformed, Verify([.. good, 0]));
        Judge.Refused(RefusalReason.EvidenceTooLarge, Verify(new byte[33 * 1024]));
        Judge.Refused(
            RefusalReason.EvidenceMalformed, Verify(Mint.CcaToken() with { EditWrapping = map => map.With(44242, CborItem.Bytes([])) }));
        Judge.Refused(
            RefusalReason.EvidenceMalformed,
            Verify(Mint.CcaToken() with { EditWrapping = map => map.With(Realm, CborItem.Array(CborItem.Number(60), CborItem.Bytes([1]))) }));
        Judge.Refused(
            RefusalReason.CollateralKindMismatch, Judge.Verify(EvidenceKind.ArmCca, good, new ArmPsaCollateral(), Anchor));
    }

    [Fact]
    public void A_realm_key_that_cannot_be_used_is_refused()
    {
        void Refused(byte[] key) => Judge.Refused(
            RefusalReason.CcaRealmKeyInvalid, Verify(Mint.CcaToken() with { EditRealm = claims => claims.With(44237, CborItem.Bytes(key)) }));
        Refused([0x04, .. new byte[96]]);
        Refused([0x02, .. new byte[48]]);
        Refused(CborMap.Empty.Encode());
        Refused(Key(kty: 1));
        Refused(Key(curve: 4));
        Refused(Key(x: new byte[47]));
        Refused(Key().Concat(new byte[] { 0 }).ToArray());

        static byte[] Key(long kty = 2, long curve = 2, byte[]? x = null) => CborMap.Empty
            .With(1, CborItem.Number(kty)).With(-1, CborItem.Number(curve)).With(-2, CborItem.Bytes(x ?? new byte[48]))
            .With(-3, CborItem.Bytes(new byte[48])).Encode();
    }

    [Fact]
    public void A_realm_token_that_its_own_key_did_not_sign_is_refused()
    {
        var token = Part(_device.CcaToken(Mint.CcaToken()), Realm);
        token[^1] ^= 1;
        Judge.Refused(RefusalReason.CcaRealmSignatureInvalid, Verify(Mint.CcaToken() with { EditWrapping = map => map.With(Realm, token) }));
    }

    [Fact]
    public void A_platform_that_is_not_enrolled_or_not_secured_is_refused_and_debug_is_said()
    {
        Judge.Refused(
            RefusalReason.UntrustedRoot,
            Judge.Verify(EvidenceKind.ArmCca, _device.CcaToken(Mint.CcaToken()), Collateral.None, _other.Anchor(AnchorRole.ArmCcaCpak)));
        Judge.Refused(RefusalReason.ArmLifecycleNotSecured, Verify(Mint.CcaToken() with { SecurityLifecycle = 0x6000 }));
        Assert.True(Judge.Accepted(Verify(Mint.CcaToken() with { SecurityLifecycle = 0x4000 })).Debug);
    }

    [Theory]
    [InlineData(265, true)]
    [InlineData(10, true)]
    [InlineData(2396, true)]
    [InlineData(256, true)]
    [InlineData(2401, true)]
    [InlineData(2395, true)]
    [InlineData(2402, true)]
    [InlineData(2399, true)]
    [InlineData(10, false)]
    [InlineData(44235, false)]
    [InlineData(44236, false)]
    [InlineData(44237, false)]
    [InlineData(44238, false)]
    [InlineData(44239, false)]
    [InlineData(44240, false)]
    public void A_missing_claim_is_refused(long label, bool ofPlatform) => Judge.Refused(
        RefusalReason.ArmClaimMissing,
        Verify(ofPlatform
            ? Mint.CcaToken() with { EditPlatform = claims => claims.Without(label) }
            : Mint.CcaToken() with { EditRealm = claims => claims.Without(label) }));

    [Fact]
    public void Claims_of_another_type_size_or_meaning_are_refused()
    {
        void InRealm(RefusalReason reason, long label, byte[] item) =>
            Judge.Refused(reason, Verify(Mint.CcaToken() with { EditRealm = claims => claims.With(label, item) }));
        void InPlatform(RefusalReason reason, long label, byte[] item) =>
            Judge.Refused(reason, Verify(Mint.CcaToken() with { EditPlatform = claims => claims.With(label, item) }));

        InRealm(RefusalReason.ArmClaimMalformed, 10, CborItem.Bytes(new byte[32]));
        InRealm(RefusalReason.ArmClaimMalformed, 44235, CborItem.Bytes(new byte[63]));
        InRealm(RefusalReason.ArmClaimMalformed, 44238, CborItem.Bytes(new byte[20]));
        InRealm(RefusalReason.ArmClaimMalformed, 44239, CborItem.Array(CborItem.Bytes(new byte[32])));
        InRealm(RefusalReason.ArmClaimMalformed, 44239, CborItem.Array([.. Enumerable.Repeat(CborItem.Number(1), 4)]));
        InRealm(RefusalReason.CcaHashUnsupported, 44240, CborItem.Text("sha-1"));
        InRealm(RefusalReason.ArmProfileUnknown, 265, CborItem.Text("tag:arm.com,2023:realm#2.0.0"));
        InPlatform(RefusalReason.ArmProfileUnknown, 265, CborItem.Text("http://arm.com/psa/2.0.0"));
        InPlatform(RefusalReason.ArmClaimMalformed, 2401, CborItem.Bytes(new byte[4097]));
        InPlatform(RefusalReason.ArmNothingMeasured, 2399, CborItem.Array([]));
    }

    [Fact]
    public void Signatures_alone_and_layout_alone_never_verify()
    {
        Verdict At(VerificationDepth depth, params TrustAnchor[] anchors) => EvidenceVerifier.Verify(
            EvidenceKind.ArmCca, _device.CcaToken(Mint.CcaToken()), Collateral.None, TrustAnchors.Of(anchors), Mint.Time,
            VerificationOptions.Default with { Depth = depth });
        Assert.IsType<Verdict.SignatureOnly>(At(VerificationDepth.SignaturesOnly, Anchor));
        Assert.IsType<Verdict.Decoded>(At(VerificationDepth.DecodeOnly));
    }

    private Verdict Verify(SimulatedCcaToken content) => Verify(_device.CcaToken(content));

    private Verdict Verify(byte[] token) => Judge.Verify(EvidenceKind.ArmCca, token, Collateral.None, Anchor);

    // One part of a token, as it stands in the map.
    private static byte[] Part(byte[] token, long label)
    {
        var tag = Assert.IsType<CborValue.Tag>(CborReader.TryRead(token, CborLimits.Token, out _));
        Assert.True(CcaToken.TryPart(tag, label, out var part));
        return CborItem.Array(CborItem.Number(263), CborItem.Bytes(part.Span));
    }
}
