using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SubstraTee.Attestation.Tests.Intel;
using SubstraTee.Attestation.X509;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.X509;

public class CertificateTests
{
    private static readonly SimulatedCertificate Sample = Mint.Simulator.Root.PlatformCa;

    [Fact]
    public void A_certificate_is_read_as_the_framework_reads_it()
    {
        using var other = X509CertificateLoader.LoadCertificate(Mint.Platform.Pck.Raw);
        var ours = Certificate.Parse(Mint.Platform.Pck.Raw, "sample");
        Assert.Equal(other.SerialNumberBytes.ToArray(), ours.SerialNumber.ToArray());
        Assert.Equal(other.SubjectName.RawData, ours.Subject.ToArray());
        Assert.Equal(other.IssuerName.RawData, ours.Issuer.ToArray());
        Assert.Equal(new DateTimeOffset(other.NotBefore).ToUnixTimeSeconds(), ours.NotBefore);
        Assert.Equal(new DateTimeOffset(other.NotAfter).ToUnixTimeSeconds(), ours.NotAfter);
        Assert.Equal(other.PublicKey.ExportSubjectPublicKeyInfo(), ours.Key.SubjectPublicKeyInfo.ToArray());
        Assert.Equal(other.Extensions.Select(one => (one.Oid!.Value!, one.Critical)), ours.Extensions.Select(one => (one.Oid, one.Critical)));
        Assert.Equal(KeyUsages.DigitalSignature | KeyUsages.NonRepudiation, ours.KeyUsage);
        Assert.False(ours.IsAuthority);
        Assert.Equal("Intel SGX PCK Certificate", ours.CommonName);
        var authority = Certificate.Parse(Sample.Raw, "sample");
        Assert.True(authority.IsAuthority);
        Assert.Equal(0, authority.PathLength);
        Assert.True(ours.IsSignedBy(authority.Key));
        Assert.False(authority.IsSignedBy(ours.Key));
    }

    [Fact]
    public void Rsa_pss_signatures_are_read_from_their_parameters()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=pss", rsa, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
        using var self = request.CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(Mint.Time), DateTimeOffset.FromUnixTimeSeconds(Mint.Time + 1));
        var certificate = Certificate.Parse(self.RawData, "pss");
        Assert.True(certificate.IsSignedBy(certificate.Key));
    }

    [Fact]
    public void Weak_signature_algorithms_are_refused()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=sha1", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var self = request.CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(Mint.Time), DateTimeOffset.FromUnixTimeSeconds(Mint.Time + 1));
        // The framework does not sign with SHA-1 any more; the identifier stands in two places.
        byte[] sha256WithRsa = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
        var raw = self.RawData;
        raw[raw.AsSpan().IndexOf(sha256WithRsa) + 8] = 5;
        raw[raw.AsSpan().IndexOf(sha256WithRsa) + 8] = 5;
        Assert.Equal(RefusalReason.CertificateAlgorithm, Reason(raw));
    }

    [Fact]
    public void Cut_lengthened_and_foreign_bytes_are_refused()
    {
        Assert.All(Enumerable.Range(0, Sample.Raw.Length), length => Assert.Equal(RefusalReason.CertificateMalformed, Reason(Sample.Raw[..length])));
        Assert.Equal(RefusalReason.CertificateMalformed, Reason([.. Sample.Raw, 0]));
        Assert.Equal(RefusalReason.CertificateMalformed, Reason(new byte[Certificate.MaxLength + 1]));
    }

    [Fact]
    public void An_extension_that_occurs_twice_is_refused()
    {
        using var key = Mint.Entropy.NewP256();
        // The framework does not make such a certificate: two different extensions, one object identifier overwritten.
        var raw = new CertificateSpec
        {
            Subject = "CN=x",
            NotBefore = Mint.Time,
            NotAfter = Mint.Time + 1,
            Extensions = [new X509Extension("1.2.3.4.5", [5, 0], false), new X509Extension("1.2.3.4.6", [5, 0], false)],
        }.Issue(Mint.Entropy, key).Raw;
        Assert.Equal(2, Certificate.Parse(raw, "x").Extensions.Count(one => one.Oid.StartsWith("1.2.3.4.", StringComparison.Ordinal)));
        byte[] oid = [0x06, 0x04, 0x2A, 0x03, 0x04, 0x06];
        raw[raw.AsSpan().IndexOf(oid) + 5] = 0x05;
        Assert.Equal(RefusalReason.CertificateMalformed, Reason(raw));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("P", 1)]
    [InlineData("P\0", 1)]
    [InlineData("PP", 2)]
    [InlineData("P\nP\r\n\r\n", 2)]
    public void Pem_is_blocks_and_line_ends(string shape, int count) =>
        Assert.Equal(count, Pem.ReadCertificates(Shape(shape), "x").Count);

    [Theory]
    [InlineData("xP")]
    [InlineData("P x")]
    [InlineData(" P")]
    [InlineData("P\0\0")]
    [InlineData("\0P")]
    [InlineData("P\t")]
    [InlineData("PPPPPPPPP")]
    public void Pem_is_nothing_else(string shape) =>
        Assert.True(Assert.Throws<RefusalException>(() => Pem.ReadCertificates(Shape(shape), "x")).Reason
            is RefusalReason.CertificateMalformed or RefusalReason.CertificateExtra);

    [Theory]
    [InlineData("", true)]
    [InlineData("AA==", true)]
    [InlineData("AB==", false)]
    [InlineData("AAA=", true)]
    [InlineData("AAB=", false)]
    [InlineData("AAAA", true)]
    [InlineData("AAA", false)]
    [InlineData("AA=A", false)]
    [InlineData("AA==AA==", false)]
    [InlineData("AA AA", false)]
    [InlineData("AAAA\n", false)]
    [InlineData("AA-_", false)]
    public void Base64_has_one_form(string text, bool accepted) =>
        Assert.Equal(accepted, Pem.DecodeBase64(Encoding.ASCII.GetBytes(text)) is not null);

    private static byte[] Shape(string shape) =>
        Encoding.ASCII.GetBytes(shape.Replace("P", Sample.Pem, StringComparison.Ordinal));

    private static RefusalReason Reason(byte[] der) => Assert.Throws<RefusalException>(() => Certificate.Parse(der, "x")).Reason;
}
