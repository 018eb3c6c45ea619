using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

public class IasTests
{
    private static readonly IasTestAuthority Service = new(Mint.Entropy, Mint.Time - 1000, Mint.Time + 1000);

    private static readonly IasReportSpec Report = new() { Report = Mint.Enclave, Time = Mint.Time };

    private static Verdict Bare(IasReportSpec report, IasTestAuthority? service = null, long time = Mint.Time)
    {
        var (body, headers) = (service ?? Service).Bare(report);
        return Verify(body, headers, time);
    }

    private static Verdict Verify(byte[] evidence, Collateral? headers = null, long time = Mint.Time, TrustAnchors? anchors = null) =>
        EvidenceVerifier.Verify(EvidenceKind.Ias, evidence, headers ?? Collateral.None, anchors ?? Service.Anchors, time, VerificationOptions.Default);

    [Fact]
    public void A_report_is_verified_in_each_of_its_wrappings()
    {
        Verdict[] verdicts =
        [
            Bare(Report), Verify(Service.WrapInJson(Report)), Verify(Service.WrapInCertificate(Report, bindKey: false)),
            Verify(SecretNetworkForm()),
        ];
        foreach (var verdict in verdicts)
        {
            var evidence = Mint.Verified(verdict);
            Assert.Equal(Mint.Code, evidence.Measurement.Bytes.AsSpan().ToArray());
            Assert.Equal(Mint.Time, evidence.IssuedAt);
            Assert.Equal(new ValidityWindow(Mint.Time, long.MaxValue), evidence.Validity);
            Assert.Equal(SigningKeyKind.IntelAttestationService, evidence.SignedBy);
            Assert.Equal(AnchorClass.Test, evidence.AnchorClass);
            Assert.Equal(4ul, evidence.SecurityVersion);
            var claims = Assert.IsType<IasClaims>(evidence.Claims);
            Assert.Equal(("OK", 4u, true, false), (claims.QuoteStatus, claims.ReportVersion, claims.Linkable, claims.BindsCertificateKey));
        }
    }

    [Fact]
    public void A_certificate_around_a_report_counts_only_when_report_data_is_its_whole_key()
    {
        Assert.True(((IasClaims)Mint.Verified(Verify(Service.WrapInCertificate(Report, bindKey: true))).Claims).BindsCertificateKey);
        Assert.False(((IasClaims)Mint.Verified(Verify(Service.WrapInCertificate(Report, bindKey: false))).Claims).BindsCertificateKey);
    }

    [Theory]
    [InlineData("OK", TcbStatus.UpToDate)]
    [InlineData("SW_HARDENING_NEEDED", TcbStatus.SWHardeningNeeded)]
    [InlineData("CONFIGURATION_NEEDED", TcbStatus.ConfigurationNeeded)]
    [InlineData("CONFIGURATION_AND_SW_HARDENING_NEEDED", TcbStatus.ConfigurationAndSWHardeningNeeded)]
    [InlineData("GROUP_OUT_OF_DATE", TcbStatus.OutOfDate)]
    public void Quote_statuses_have_their_meaning(string text, TcbStatus status)
    {
        var evidence = Mint.Verified(Bare(Report with { QuoteStatus = text, Advisories = ["INTEL-SA-00334", "INTEL-SA-00161"] }));
        Assert.Equal(status, evidence.Tcb);
        Assert.Equal(["INTEL-SA-00161", "INTEL-SA-00334"], evidence.Advisories.ToArray());
    }

    [Theory]
    [InlineData("SIGNATURE_INVALID", RefusalReason.IasStatusRefused)]
    [InlineData("GROUP_REVOKED", RefusalReason.IasStatusRefused)]
    [InlineData("SIGNATURE_REVOKED", RefusalReason.IasStatusRefused)]
    [InlineData("KEY_REVOKED", RefusalReason.IasStatusRefused)]
    [InlineData("SIGRL_VERSION_MISMATCH", RefusalReason.IasStatusRefused)]
    [InlineData("ok", RefusalReason.IasStatusUnknown)]
    [InlineData("", RefusalReason.IasStatusUnknown)]
    public void Quote_statuses_that_say_no_or_nothing_are_refused(string text, RefusalReason reason) =>
        Assert.Equal(reason, Mint.Reason(Bare(Report with { QuoteStatus = text })));

    [Fact]
    public void A_report_is_refused_for_its_own_reason_in_each_check()
    {
        Assert.Equal(RefusalReason.IasVersionUnsupported, Mint.Reason(Bare(Report with { Version = 2 })));
        Assert.Equal(RefusalReason.IasVersionUnsupported, Mint.Reason(Bare(Report with { Version = 6 })));
        Assert.Equal(RefusalReason.IasQuoteBodyMalformed, Mint.Reason(Bare(Report with { QuoteVersion = 3 })));
        Assert.Equal(RefusalReason.IasQuoteBodyMalformed, Mint.Reason(Bare(Report with { SignType = 2 })));
        Assert.Equal(RefusalReason.IasBodyMalformed, Mint.Reason(Bare(Report with { Timestamp = "yesterday" })));
        Assert.Equal(RefusalReason.IasBodyMalformed, Mint.Reason(Bare(Report with { Timestamp = "2020-04-26T11:16:25Z" })));
        Assert.Equal(RefusalReason.IasReportFromFuture, Mint.Reason(Bare(Report with { Time = Mint.Time + 1 })));
        Assert.Equal(RefusalReason.UntrustedRoot, Mint.Reason(Verify(Service.WrapInJson(Report), anchors: TrustAnchors.Production)));
        Assert.Equal(RefusalReason.AnchorMissing, Mint.Reason(Verify(Service.WrapInJson(Report), anchors: TrustAnchors.None)));
        var (body, headers) = Service.Bare(Report);
        Assert.Equal(RefusalReason.UntrustedRoot, Mint.Reason(Verify(body, headers, anchors: TrustAnchors.Production)));
        Assert.Equal(RefusalReason.CollateralMissing, Mint.Reason(Verify(body)));
        Assert.Equal(RefusalReason.CollateralMissing, Mint.Reason(Verify(body, new IasCollateral { Signature = headers.Signature })));
        Assert.Equal(RefusalReason.CollateralKindMismatch, Mint.Reason(Verify(body, new DcapCollateral())));
        body[20] ^= 1;
        Assert.Equal(RefusalReason.IasSignatureInvalid, Mint.Reason(Verify(body, headers)));
        Assert.Equal(RefusalReason.EvidenceTooLarge, Mint.Reason(Verify(new byte[IasParts.MaxLength + 1])));
        Assert.Equal(RefusalReason.EvidenceTruncated, Mint.Reason(Verify([])));
    }

    [Fact]
    public void The_signing_certificate_is_checked_at_the_reports_own_time()
    {
        // Long after the certificate's end; how old a report may be is a policy's question.
        Assert.Equal(Mint.Time, Mint.Verified(Bare(Report, time: Mint.Time + (40L * 365 * 24 * 60 * 60))).IssuedAt);
        Assert.Equal(RefusalReason.CertificateExpired, Mint.Reason(Bare(Report with { Time = Mint.Time + 1001 }, time: Mint.Time + 2000)));
        Assert.Equal(RefusalReason.CertificateNotYetValid, Mint.Reason(Bare(Report with { Time = Mint.Time - 1001 }, time: Mint.Time)));
    }

    [Fact]
    public void The_signing_certificate_has_its_name_and_use_and_a_chain_no_strangers()
    {
        var impostor = Service.SignerSpec with { Subject = "CN=Intel SGX Attestation Report Signing CA" };
        Assert.Equal(RefusalReason.CertificateSubject, Mint.Reason(WithSigner(impostor)));
        Assert.Equal(RefusalReason.CertificateKeyUsage, Mint.Reason(WithSigner(Service.SignerSpec with { KeyUsage = X509KeyUsageFlags.KeyEncipherment })));
        Assert.Equal(
            RefusalReason.CertificateCriticalExtension,
            Mint.Reason(WithSigner(Service.SignerSpec with { Extensions = [new X509Extension("1.2.3", [5, 0], critical: true)] })));
        var (body, headers) = Service.Bare(Report);
        var renamed = (Service.AuthoritySpec with { Subject = "CN=another name" }).Issue(Mint.Entropy, Service.Authority.Key);
        Assert.Equal(RefusalReason.CertificateIssuerMismatch, Mint.Reason(Verify(body, Chain(Service.Signer.Pem + renamed.Pem))));
        Assert.Equal(RefusalReason.CollateralTooLarge, Mint.Reason(Verify(body, Chain(new string('x', IasParts.MaxLength + 1)))));
        var three = Uri.EscapeDataString(Service.Signer.Pem + Service.Authority.Pem + Service.Authority.Pem);
        Assert.Equal(
            RefusalReason.CertificateExtra,
            Mint.Reason(Verify(body, new IasCollateral { Signature = headers.Signature, SigningChain = Encoding.ASCII.GetBytes(three) })));

        IasCollateral Chain(string pem) => new() { Signature = headers.Signature, SigningChain = Encoding.ASCII.GetBytes(Uri.EscapeDataString(pem)) };

        Verdict WithSigner(CertificateSpec spec)
        {
            var signer = spec.Issue(Mint.Entropy, Service.Signer.Key, Service.Authority);
            var (text, original) = Service.Bare(Report);
            return Verify(text, new IasCollateral { Signature = original.Signature, SigningChain = Encoding.ASCII.GetBytes(Uri.EscapeDataString(signer.Pem)) });
        }
    }

    [Fact]
    public void A_key_on_a_curve_signs_no_reports()
    {
        using var key = Mint.Entropy.NewP256();
        var signer = Service.SignerSpec.Issue(Mint.Entropy, key, Service.Authority);
        var body = Report.ToJson();
        var signature = key.SignData(Encoding.UTF8.GetBytes(body), System.Security.Cryptography.HashAlgorithmName.SHA256);
        var wrapped = new JsonObject
        {
            ["raReport"] = body,
            ["signature"] = Convert.ToBase64String(signature),
            ["rawSigningCert"] = Convert.ToBase64String(signer.Raw),
        };
        Assert.Equal(RefusalReason.IasSignatureInvalid, Mint.Reason(Verify(Encoding.UTF8.GetBytes(wrapped.ToJsonString()))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"raReport\":1,\"signature\":\"\",\"rawSigningCert\":\"\"}")]
    [InlineData("{\"raReport\":\"\",\"signature\":\"!\",\"rawSigningCert\":\"\"}")]
    [InlineData("{\"raReport\":\"\",\"signature\":\"\",\"rawSigningCert\":\"\",\"more\":1}")]
    [InlineData("{\"raReport\":\"\",\"raReport\":\"\"}")]
    [InlineData("{")]
    public void Wrappings_of_another_form_are_refused(string json) =>
        Assert.True(Mint.Reason(Verify(Encoding.UTF8.GetBytes(json))) is RefusalReason.IasWrappingMalformed or RefusalReason.CollateralMissing);

    [Fact]
    public void A_certificate_without_a_report_or_with_a_part_of_one_is_refused()
    {
        using var key = Mint.Entropy.NewP256();
        Assert.Equal(RefusalReason.IasExtensionMissing, Mint.Reason(Verify(WithComment(null))));
        Assert.Equal(RefusalReason.IasWrappingMalformed, Mint.Reason(Verify(WithComment("{}"))));
        Assert.Equal(RefusalReason.IasWrappingMalformed, Mint.Reason(Verify(WithComment("{}|AA=="))));
        Assert.Equal(RefusalReason.IasWrappingMalformed, Mint.Reason(Verify(WithComment("|AA==|AA=="))));
        Assert.Equal(RefusalReason.CertificateMalformed, Mint.Reason(Verify(WithComment("{}|AA==|AA=="))));
        Assert.Equal(RefusalReason.CertificateMalformed, Mint.Reason(Verify([0x30, 0x82])));

        byte[] WithComment(string? comment) => new CertificateSpec
        {
            Subject = "CN=x",
            NotBefore = Mint.Time,
            NotAfter = Mint.Time + 1,
            Extensions = comment is null ? [] : [new X509Extension("2.16.840.1.113730.1.13", Encoding.UTF8.GetBytes(comment), critical: false)],
        }.Issue(Mint.Entropy, key).Raw;
    }

    [Fact]
    public void Shallower_verifications_have_no_claims()
    {
        var (body, headers) = Service.Bare(Report);
        Assert.IsType<Verdict.Decoded>(EvidenceVerifier.Verify(
            EvidenceKind.Ias, body, Collateral.None, TrustAnchors.None, 0, new VerificationOptions { Depth = VerificationDepth.DecodeOnly }));
        Assert.IsType<Verdict.SignatureOnly>(EvidenceVerifier.Verify(
            EvidenceKind.Ias, body, headers, Service.Anchors, 0, new VerificationOptions { Depth = VerificationDepth.SignaturesOnly }));
    }

    // Report as base64, and the other names.
    private static byte[] SecretNetworkForm()
    {
        var body = Report.ToJson();
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["report"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)),
            ["signature"] = Convert.ToBase64String(Service.Sign(body)),
            ["signing_cert"] = Convert.ToBase64String(Service.Signer.Raw),
        }.ToJsonString());
    }
}
