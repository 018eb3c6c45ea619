using SubstraTee.Attestation.X509;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests.Model;

public class TrustAnchorTests
{
    private static TrustAnchor TestRoot { get; } = new(
        AnchorRole.KeystoneDevice, AnchorClass.Test, new byte[32], "a test's device", "this test");

    [Fact]
    public void Production_and_test_anchors_are_never_in_one_set()
    {
        Assert.Equal(AnchorClass.Production, TrustAnchors.Production.Class);
        Assert.Throws<ArgumentException>(() => TrustAnchors.Production.With(TestRoot));
        Assert.Equal(AnchorClass.Test, TrustAnchors.Of([TestRoot]).Class);
    }

    [Fact]
    public void A_production_key_cannot_pass_as_a_test_anchor()
    {
        var intel = TrustAnchors.Production.WithRole(AnchorRole.IntelSgxRoot).Single();
        var disguised = new TrustAnchor(AnchorRole.IntelSgxRoot, AnchorClass.Test, intel.Key.AsSpan(), "test", "test");
        Assert.Throws<ArgumentException>(() => TrustAnchors.Of([disguised]));
    }

    [Fact]
    public void Keys_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new TrustAnchor(AnchorRole.IntelSgxRoot, AnchorClass.Test, new byte[91], "x", "x"));
        Assert.Throws<ArgumentException>(() => new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Test, new byte[31], "x", "x"));
    }

    [Fact]
    public void Every_vendor_has_its_roots_built_in() =>
        Assert.Equal(
            [
                AnchorRole.IntelSgxRoot, AnchorRole.IntelIasSigningCa, AnchorRole.AmdArkMilan, AnchorRole.AmdArkGenoa,
                AnchorRole.AmdArkTurin, AnchorRole.AwsNitroRoot,
            ],
            TrustAnchors.Production.All.Select(anchor => anchor.Role));

    [VectorTheory]
    [InlineData(AnchorRole.IntelSgxRoot, "intel-sgx-root-ca")]
    [InlineData(AnchorRole.IntelIasSigningCa, "intel-sgx-ias-report-signing-ca")]
    [InlineData(AnchorRole.AmdArkMilan, "amd-ark-milan")]
    [InlineData(AnchorRole.AmdArkGenoa, "amd-ark-genoa")]
    [InlineData(AnchorRole.AmdArkTurin, "amd-ark-turin")]
    [InlineData(AnchorRole.AwsNitroRoot, "aws-nitro-root-g1")]
    public void Built_in_keys_are_those_of_the_vendors_certificates(AnchorRole role, string file)
    {
        var pem = File.ReadAllBytes(Vectors.PathOf($"attestation/trust/{file}.pem"));
        var certificate = Assert.Single(Pem.ReadCertificates(pem, file));
        var anchor = TrustAnchors.Production.WithRole(role).Single();
        Assert.Equal(certificate.Key.SubjectPublicKeyInfo.ToArray(), anchor.Key.AsSpan().ToArray());
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(certificate.Raw.Span)), anchor.Source, StringComparison.Ordinal);
        Assert.True(certificate.IsSignedBy(certificate.Key));
        Assert.True(certificate.IsAuthority);
    }
}
