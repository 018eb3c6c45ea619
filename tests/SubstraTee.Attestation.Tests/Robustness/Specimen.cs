using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.Robustness;

/// <summary>Valid evidence of one family, how it is verified, and the bits of it that nobody signs.</summary>
/// <param name="Name">The family.</param>
/// <param name="Evidence">The evidence.</param>
/// <param name="Verifier">Makes a verifier for one thread.</param>
/// <param name="Unsigned">Every stretch of bits that may change without being refused.</param>
internal sealed record Specimen(
    string Name, byte[] Evidence, Func<Func<ReadOnlyMemory<byte>, Verdict>> Verifier, params IReadOnlyList<UnsignedBits> Unsigned)
{
    public static IReadOnlyList<string> Names { get; } = ["sev-snp", "arm-psa", "arm-cca", "keystone", "nitro"];

    public static Specimen Of(string name) => name switch
    {
        "sev-snp" => SevSnp(),
        "arm-psa" => ArmPsa(),
        "arm-cca" => ArmCca(),
        "keystone" => Keystone(),
        _ => Nitro(),
    };

    // AMD #56860, ATTESTATION_REPORT: all of 0x000 to 0x29F is signed; what the signature leaves of its field must be zero.
    private static Specimen SevSnp()
    {
        using var seed = Mint.Seed(60);
        var root = Mint.SnpRoot();
        using var machine = new SimulatedSnpMachine(root, seed, Mint.Tcb, Mint.Validity);
        var anchors = TrustAnchors.Of([root.Anchor]);
        var collateral = machine.Collateral(root.Crl(Mint.CrlValidity));
        return new("sev-snp", machine.Report(Mint.SnpReport()), () =>
        {
            Assert.True(PreparedSevSnpCollateral.TryPrepare(collateral, anchors, out var prepared, out _, out var detail), detail);
            return bytes => EvidenceVerifier.Verify(EvidenceKind.SevSnp, bytes, prepared, anchors, Mint.Time, VerificationOptions.Default);
        });
    }

    // RFC 9052, section 4.2: only the unprotected header is unsigned, and an empty one has no bit that can change.
    private static Specimen ArmPsa()
    {
        using var seed = Mint.Seed(61);
        using var device = new SimulatedArmDevice(seed, onP256: true);
        return Simple("arm-psa", EvidenceKind.ArmPsa, device.PsaToken(Mint.PsaToken()), device.Anchor(AnchorRole.ArmPsaIak));
    }

    // DEN0137 and draft-ffm-rats-cca-token: the wrapping is unsigned, but has one form only.
    private static Specimen ArmCca()
    {
        using var seed = Mint.Seed(62);
        using var device = new SimulatedArmDevice(seed, onP256: true);
        return Simple(
            "arm-cca", EvidenceKind.ArmCca, device.CcaToken(Mint.CcaToken() with { RealmKeyOnP256 = true }), device.Anchor(AnchorRole.ArmCcaCpak));
    }

    // Keystone SDK, report.h: the security monitor signs hash, length and so many bytes of data.
    private static Specimen Keystone()
    {
        const int DataOffset = 72;
        const int DataField = 1024;
        using var seed = Mint.Seed(63);
        using var device = new SimulatedKeystoneDevice(seed);
        var content = Mint.KeystoneReport();
        var tail = new UnsignedBits(
            "data behind data_len, Keystone SDK report.h", DataOffset + content.Data.Length, DataField - content.Data.Length);
        return Simple("keystone", EvidenceKind.Keystone, device.Report(content), device.Anchor) with { Unsigned = [tail] };
    }

    // RFC 9052, section 4.2, as for PSA; the certificates are inside the signed payload.
    private static Specimen Nitro()
    {
        using var seed = Mint.Seed(64);
        using var root = new SimulatedNitroRoot(seed, Mint.Validity);
        var document = root.Document(Mint.NitroDocument() with { Intermediates = 0, RegisterCount = 3 });
        return Simple("nitro", EvidenceKind.Nitro, document, root.Anchor);
    }

    private static Specimen Simple(string name, EvidenceKind kind, byte[] evidence, TrustAnchor anchor)
    {
        var anchors = TrustAnchors.Of([anchor]);
        return new(name, evidence, () => bytes =>
            EvidenceVerifier.Verify(kind, bytes, Collateral.None, anchors, Mint.Time, VerificationOptions.Default));
    }
}

/// <summary>Bits of evidence that nobody signs.</summary>
/// <param name="Reference">Where a specification says so.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal sealed record UnsignedBits(string Reference, int Offset, int Length)
{
    public bool Contains(int bit) => bit / 8 >= Offset && bit / 8 < Offset + Length;
}
