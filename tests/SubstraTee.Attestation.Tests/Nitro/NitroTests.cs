using SubstraTee.Attestation.Cose;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.Nitro;

/// <summary>Nitro documents of a simulated hypervisor: what is said of a good one, and that each single fault is refused for itself.</summary>
public sealed class NitroTests : IDisposable
{
    private readonly SimulatedNitroRoot _root;

    public NitroTests()
    {
        using var seed = Mint.Seed(50);
        _root = new SimulatedNitroRoot(seed, Mint.Validity);
    }

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_document_is_verified_with_and_without_its_tag(bool tagged)
    {
        var evidence = Judge.Accepted(Verify(Mint.NitroDocument() with { IsTagged = tagged, Nonce = Mint.Bytes(16, 9) }));

        Assert.Equal(MeasurementFamily.Nitro, evidence.Measurement.Family);
        Assert.True(evidence.Register("pcr2").SequenceEqual(Mint.Bytes(48, 0x42)));
        Assert.True(evidence.Register("pcr15").SequenceEqual(Mint.Bytes(48, 0)));
        Assert.True(evidence.ReportData.SequenceEqual(Mint.Bytes(64, 0x43)));
        Assert.Equal(Mint.Time, evidence.IssuedAt);
        Assert.Equal(Mint.Time + (3 * 3600), evidence.Validity.Until);
        Assert.False(evidence.Debug);
        Assert.Empty(evidence.Signer);
        var claims = Assert.IsType<NitroClaims>(evidence.Claims);
        Assert.True(claims.Nonce.SequenceEqual(Mint.Bytes(16, 9)));
        Assert.Empty(claims.PublicKey);
    }

    [Fact]
    public void A_measurement_covers_image_kernel_and_application_and_not_the_instance()
    {
        var good = Mint.NitroDocument();
        Measurement Of(int register, byte value)
        {
            var registers = good.Registers.Add(Mint.Bytes(48, 1)).Add(Mint.Bytes(48, 1));
            return Judge.Accepted(Verify(good with { Registers = registers.SetItem(register, Mint.Bytes(48, value)) })).Measurement;
        }

        Assert.Equal(
            CompositeMeasurement.Of(
                MeasurementFamily.Nitro,
                [new("pcr0", Mint.Bytes(48, 0x40).AsSpan()), new("pcr1", Mint.Bytes(48, 0x41).AsSpan()), new("pcr2", Mint.Bytes(48, 0x42).AsSpan())]),
            Of(3, 7));
        Assert.Equal(4, new[] { Of(3, 7), Of(0, 7), Of(1, 7), Of(2, 7) }.Distinct().Count());
        Assert.Equal(Of(3, 7), Of(4, 8));
    }

    [Fact]
    public void Zero_registers_mean_debug_and_the_eighth_names_the_signer()
    {
        var zero = Mint.Bytes(48, 0);
        Assert.True(Judge.Accepted(Verify(Mint.NitroDocument() with { Registers = [] })).Debug);
        Assert.False(Judge.Accepted(Verify(Mint.NitroDocument() with { Registers = [zero, zero, Mint.Bytes(48, 1)] })).Debug);
        var signed = Judge.Accepted(Verify(Mint.NitroDocument() with { Registers = [.. Enumerable.Repeat(zero, 8), Mint.Bytes(48, 8)] }));
        Assert.True(signed.Signer.SequenceEqual(Mint.Bytes(48, 8)));
    }

    [Fact]
    public void A_document_counts_from_when_it_was_made_to_when_its_certificate_ends()
    {
        var document = _root.Document(Mint.NitroDocument());
        Verdict At(long time) => EvidenceVerifier.Verify(
            EvidenceKind.Nitro, document, Collateral.None, TrustAnchors.Of([_root.Anchor]), time, VerificationOptions.Default);
        Judge.Accepted(At(Mint.Time));
        Judge.Accepted(At(Mint.Time + (3 * 3600)));
        Judge.Refused(RefusalReason.NitroDocumentFromFuture, At(Mint.Time - 1));
        Judge.Refused(RefusalReason.CertificateExpired, At(Mint.Time + (3 * 3600) + 1));
        Judge.Refused(
            RefusalReason.CertificateExpired,
            Verify(Mint.NitroDocument() with { CertificateValidity = new SimulatedValidity(Mint.Now.AddHours(-4), Mint.Now.AddHours(-1)) }));
        Judge.Refused(
            RefusalReason.CertificateNotYetValid,
            Verify(Mint.NitroDocument() with { CertificateValidity = new SimulatedValidity(Mint.Now.AddHours(1), Mint.Now.AddHours(4)) }));
    }

    [Fact]
    public void Another_root_is_refused()
    {
        using var seed = Mint.Seed(51);
        using var other = new SimulatedNitroRoot(seed, Mint.Validity);
        var document = _root.Document(Mint.NitroDocument());
        Judge.Refused(RefusalReason.UntrustedRoot, Judge.Verify(EvidenceKind.Nitro, document, Collateral.None, other.Anchor));
        Judge.Refused(RefusalReason.AnchorMissing, Judge.Verify(EvidenceKind.Nitro, document, Collateral.None));
        Judge.Refused(
            RefusalReason.UntrustedRoot,
            EvidenceVerifier.Verify(EvidenceKind.Nitro, document, Collateral.None, TrustAnchors.Production, Mint.Time, VerificationOptions.Default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Chains_of_several_lengths_are_followed(int intermediates) =>
        Judge.Accepted(Verify(Mint.NitroDocument() with { Intermediates = intermediates }));

    [Fact]
    public void A_chain_without_end_is_refused() =>
        Judge.Refused(RefusalReason.NitroFieldMalformed, Verify(Mint.NitroDocument() with { Intermediates = 7 }));

    [Fact]
    public void Chains_with_a_certificate_too_few_too_many_or_in_another_order_are_refused()
    {
        List<byte[]> bundle = [];
        Judge.Accepted(Verify(Mint.NitroDocument() with { Edit = Capture(bundle) }));
        void Refused(RefusalReason reason, IEnumerable<byte[]> changed) =>
            Judge.Refused(reason, Verify(Mint.NitroDocument() with { Edit = fields => fields.With("cabundle", CborItem.Array([.. changed.Select(one => CborItem.Bytes(one))])) }));

        Refused(RefusalReason.CertificateIssuerMismatch, bundle.Take(2));
        Refused(RefusalReason.UntrustedRoot, bundle.Skip(1));
        Refused(RefusalReason.CertificateIssuerMismatch, [bundle[0], bundle[2], bundle[1], bundle[3]]);
        Refused(RefusalReason.UntrustedRoot, Enumerable.Reverse(bundle));
        Refused(RefusalReason.CertificatePathTooLong, bundle.Append(bundle[0]));
        Refused(RefusalReason.CertificateMalformed, [bundle[0], [1, 2, 3]]);
        Refused(RefusalReason.NitroFieldMissing, []);
    }

    [Fact]
    public void The_algorithm_has_to_be_the_one_and_signed()
    {
        Judge.Refused(RefusalReason.CoseAlgorithmMissing, Verify(Mint.NitroDocument() with { ProtectedHeader = [] }));
        Judge.Refused(RefusalReason.CoseAlgorithmUnsupported, Verify(Mint.NitroDocument() with { ProtectedHeader = [0xa1, 0x01, 0x26] }));
        Judge.Refused(RefusalReason.CoseAlgorithmUnsupported, Verify(Mint.NitroDocument() with { ProtectedHeader = [0xa1, 0x01, 0x05] }));
    }

    [Theory]
    [InlineData("module_id")]
    [InlineData("digest")]
    [InlineData("timestamp")]
    [InlineData("pcrs")]
    [InlineData("certificate")]
    [InlineData("cabundle")]
    public void A_missing_field_is_refused(string name) =>
        Judge.Refused(RefusalReason.NitroFieldMissing, Verify(Mint.NitroDocument() with { Edit = fields => fields.Without(name) }));

    [Fact]
    public void Fields_of_another_type_or_size_are_refused()
    {
        void Refused(RefusalReason reason, string name, byte[] item) =>
            Judge.Refused(reason, Verify(Mint.NitroDocument() with { Edit = fields => fields.With(name, item) }));
        void Malformed(string name, byte[] item) => Refused(RefusalReason.NitroFieldMalformed, name, item);

        Malformed("module_id", CborItem.Text(""));
        Malformed("module_id", CborItem.Number(1));
        Malformed("timestamp", CborItem.Number(0));
        Malformed("timestamp", CborItem.Number(long.MaxValue));
        Malformed("pcrs", CborMap.Empty.With(32, CborItem.Bytes(new byte[48])).Encode());
        Malformed("pcrs", CborMap.Empty.With(0, CborItem.Bytes(new byte[32])).Encode());
        Malformed("pcrs", CborMap.Empty.With("0", CborItem.Bytes(new byte[48])).Encode());
        Malformed("certificate", CborItem.Bytes(new byte[1025]));
        Malformed("certificate", CborItem.Bytes([]));
        Malformed("cabundle", CborItem.Number(0));
        Malformed("cabundle", CborItem.Array(CborItem.Number(0)));
        Malformed("user_data", CborItem.Bytes(new byte[1025]));
        Malformed("nonce", CborItem.Text("x"));
        Refused(RefusalReason.NitroDigestUnsupported, "digest", CborItem.Text("SHA256"));
        Refused(RefusalReason.NitroFieldMissing, "pcrs", CborMap.Empty.Encode());
        Refused(RefusalReason.NitroFieldMissing, "pcrs", CborMap.Empty.With(1, CborItem.Bytes(new byte[48])).Encode());
        Refused(RefusalReason.CertificateMalformed, "certificate", CborItem.Bytes([0x30, 0x00]));
    }

    [Fact]
    public void Another_structure_is_refused()
    {
        var document = _root.Document(Mint.NitroDocument());
        Verdict Of(byte[] bytes) => Judge.Verify(EvidenceKind.Nitro, bytes, Collateral.None, _root.Anchor);
        Judge.Refused(RefusalReason.CoseSymmetricMac, Of([0xd1, .. document]));
        Judge.Refused(RefusalReason.EvidenceMalformed, Of([0xd2, 0xd2, .. document]));
        Judge.Refused(RefusalReason.EvidenceMalformed, Of([.. document, 0]));
        Judge.Refused(RefusalReason.EvidenceTooLarge, Of(new byte[33 * 1024]));
        var changed = document.ToArray();
        changed[^1] ^= 1;
        Judge.Refused(RefusalReason.NitroSignatureInvalid, Of(changed));
        Judge.Refused(RefusalReason.CollateralKindMismatch, Judge.Verify(EvidenceKind.Nitro, document, new ArmPsaCollateral(), _root.Anchor));
    }

    [Fact]
    public void Signatures_alone_and_layout_alone_never_verify()
    {
        Verdict At(VerificationDepth depth, params TrustAnchor[] anchors) => EvidenceVerifier.Verify(
            EvidenceKind.Nitro, _root.Document(Mint.NitroDocument()), Collateral.None, TrustAnchors.Of(anchors), 0,
            VerificationOptions.Default with { Depth = depth });
        Assert.IsType<Verdict.SignatureOnly>(At(VerificationDepth.SignaturesOnly, _root.Anchor));
        Assert.IsType<Verdict.Decoded>(At(VerificationDepth.DecodeOnly));
    }

    private Verdict Verify(SimulatedNitroDocument content) =>
        Judge.Verify(EvidenceKind.Nitro, _root.Document(content), Collateral.None, _root.Anchor);

    // Takes the certificates out of a document while it is made.
    private static Func<CborMap, CborMap> Capture(List<byte[]> bundle) => fields =>
    {
        var map = (CborValue.Map)CborReader.TryRead(
            fields.Encode(), CborLimits.NitroPayload, out _)!;
        bundle.AddRange(((CborValue.Array)map["cabundle"]!).Items
            .Select(item => ((CborValue.Bytes)item).Value.ToArray()));
        return fields;
    };
}
