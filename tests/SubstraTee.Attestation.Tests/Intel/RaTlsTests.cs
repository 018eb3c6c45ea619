using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

public class RaTlsTests
{
    private static readonly ECDsa Key = Mint.Entropy.NewP256();

    private static RaTlsSpec Form(bool openEnclave) => new() { OpenEnclave = openEnclave, NotBefore = Mint.Time, NotAfter = Mint.Time + 60 };

    private static byte[] Quote(RaTlsSpec form, ECDsa? bound = null) =>
        new QuoteSpec().Sign(Mint.Platform, Mint.Enclave with { ReportData = form.ReportData(bound ?? Key) });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_certificate_whose_key_its_quote_binds_is_verified_and_names_the_key(bool openEnclave)
    {
        var form = Form(openEnclave);
        var evidence = Mint.Verified(Mint.Sgx(form.Wrap(Mint.Entropy, Key, Quote(form))));
        Assert.Equal(Key.ExportSubjectPublicKeyInfo(), ((SgxClaims)evidence.Claims).CertificateKey.ToArray());
        Assert.Empty(((SgxClaims)Mint.Verified(Mint.Sgx()).Claims).CertificateKey);
    }

    [Fact]
    public void A_trust_domain_may_come_in_a_certificate_too()
    {
        var form = Form(openEnclave: false);
        var quote = new QuoteSpec { Version = 4 }.Sign(Mint.Platform, Mint.Domain with { ReportData = form.ReportData(Key) });
        Assert.NotEmpty(((TdxClaims)Mint.Verified(Mint.Tdx(form.Wrap(Mint.Entropy, Key, quote))).Claims).CertificateKey);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_quote_that_binds_another_key_or_the_other_form_is_not_bound(bool openEnclave)
    {
        using var stranger = Mint.Entropy.NewP256();
        var form = Form(openEnclave);
        byte[][] quotes = [Quote(form, stranger), Quote(Form(!openEnclave)), Mint.SgxQuote];
        Assert.All(quotes, quote => Assert.Equal(RefusalReason.QuoteCertificateNotBound, Mint.Reason(Mint.Sgx(form.Wrap(Mint.Entropy, Key, quote)))));
        var signatures = new VerificationOptions { Depth = VerificationDepth.SignaturesOnly };
        Assert.Equal(RefusalReason.QuoteCertificateNotBound, Mint.Reason(Mint.Sgx(form.Wrap(Mint.Entropy, Key, quotes[0]), options: signatures)));
    }

    [Fact]
    public void A_certificate_that_its_key_did_not_sign_is_not_bound()
    {
        var form = Form(openEnclave: false);
        var certificate = form.Wrap(Mint.Entropy, Key, Quote(form));
        // The subject: nothing but the certificate's own signature covers it.
        certificate[certificate.AsSpan().IndexOf("enclave SIMULATION"u8)] ^= 1;
        Assert.Equal(RefusalReason.QuoteCertificateNotBound, Mint.Reason(Mint.Sgx(certificate)));
    }

    [Fact]
    public void Certificates_without_a_quote_or_with_two_are_refused()
    {
        Assert.Equal(RefusalReason.QuoteExtensionMissing, Mint.Reason(Mint.Sgx(Mint.Platform.Pck.Raw)));
        var form = Form(openEnclave: false);
        var quote = Quote(form);
        var both = form with { Extensions = [new X509Extension("1.2.840.113556.10.1.1", [1, 2, 3], critical: false)] };
        Assert.Equal(RefusalReason.QuoteExtensionMissing, Mint.Reason(Mint.Sgx(both.Wrap(Mint.Entropy, Key, quote))));
        Assert.Equal(RefusalReason.CertificateMalformed, Mint.Reason(Mint.Sgx([0x30, 1])));
    }

    [Theory]
    [InlineData(0, 2, RefusalReason.UnsupportedEvidence)]
    [InlineData(4, 1, RefusalReason.UnsupportedEvidence)]
    [InlineData(8, 0xFF, RefusalReason.EvidenceMalformed)]
    public void Open_enclaves_header_has_its_one_form(int offset, byte value, RefusalReason reason)
    {
        var report = new byte[16 + Mint.SgxQuote.Length];
        report[0] = 1;
        report[4] = 2;
        BitConverter.TryWriteBytes(report.AsSpan(8), (long)Mint.SgxQuote.Length);
        Mint.SgxQuote.CopyTo(report, 16);
        report[offset] = value;
        var certificate = new CertificateSpec
        {
            Subject = "CN=x",
            NotBefore = Mint.Time,
            NotAfter = Mint.Time + 1,
            Extensions = [new X509Extension("1.2.840.113556.10.1.1", report, critical: false)],
        }.Issue(Mint.Entropy, Key).Raw;
        Assert.Equal(reason, Mint.Reason(Mint.Sgx(certificate)));
    }

    [Fact]
    public void No_bit_outside_of_the_quote_changes_unnoticed_either()
    {
        Assert.True(PreparedDcapCollateral.TryPrepare(Mint.SgxCollateral, Mint.Simulator.Anchors, out var prepared, out _, out _));
        var form = Form(openEnclave: true);
        var certificate = form.Wrap(Mint.Entropy, Key, Quote(form));
        Assert.True(Tampering.Accepts(Mint.Sgx(certificate, prepared)));
        Assert.Empty(Tampering.AcceptedBitsOfEachByte(certificate, bytes => Tampering.Accepts(Mint.Sgx(bytes, prepared))));
    }
}
