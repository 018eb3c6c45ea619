using SubstraTee.Attestation.Intel;
using SubstraTee.Attestation.X509;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>
/// Each bit and each cut of one valid IAS report in each wrapping. What may change without a refusal, and why: in the
/// certificate around a report everything but the report itself (RFC 5280: serial number 4.1.2.2, names 4.1.2.4 and 4.1.2.6,
/// validity 4.1.2.5, other extensions 4.2, signature value 4.1.1.3), since that certificate carries no trust. Nothing of the
/// verdict comes from there; a key in it counts only where report data binds it.
/// </summary>
public class IasTamperingTests
{
    private static readonly IasTestAuthority Service = new(Mint.Entropy, Mint.Time - 1000, Mint.Time + 1000);
    private static readonly IasReportSpec Report = new() { Report = Mint.Enclave, Time = Mint.Time };

    private static Verdict Verify(byte[] evidence, Collateral? headers = null) =>
        EvidenceVerifier.Verify(EvidenceKind.Ias, evidence, headers ?? Collateral.None, Service.Anchors, Mint.Time, VerificationOptions.Default);

    [Fact]
    public void No_bit_of_a_bare_report_or_its_headers_changes_unnoticed()
    {
        var (body, headers) = Service.Bare(Report);
        Assert.True(Tampering.Accepts(Verify(body, headers)));
        Assert.Empty(Tampering.AcceptedBitsOfEachByte(body, bytes => Tampering.Accepts(Verify(bytes, headers))));
        Assert.Empty(Tampering.AcceptedCuts(body, bytes => Tampering.Accepts(Verify(bytes, headers))));
        IasCollateral Signature(byte[] bytes) => new() { Signature = bytes, SigningChain = headers.SigningChain };
        IasCollateral Chain(byte[] bytes) => new() { Signature = headers.Signature, SigningChain = bytes };
        Assert.Empty(Tampering.AcceptedBitsOfEachByte(headers.Signature.ToArray(), bytes => Tampering.Accepts(Verify(body, Signature(bytes)))));
        Assert.Empty(Tampering.AcceptedBitsOfEachByte(headers.SigningChain.ToArray(), bytes => Tampering.Accepts(Verify(body, Chain(bytes)))));
        Assert.Empty(Tampering.AcceptedCuts(headers.Signature.ToArray(), bytes => Tampering.Accepts(Verify(body, Signature(bytes)))));
    }

    [Fact]
    public void No_bit_of_a_report_wrapped_in_json_changes_unnoticed()
    {
        var wrapped = Service.WrapInJson(Report);
        Assert.Empty(Tampering.AcceptedBitsOfEachByte(wrapped, bytes => Tampering.Accepts(Verify(bytes))));
        Assert.Empty(Tampering.AcceptedCuts(wrapped, bytes => Tampering.Accepts(Verify(bytes))));
    }

    [Fact]
    public void Of_a_certificate_around_a_report_only_what_carries_no_trust_may_change()
    {
        var wrapped = Service.WrapInCertificate(Report, bindKey: true);
        var certificate = Certificate.Parse(wrapped, "sample");
        Assert.True(certificate.TryGetExtension("2.16.840.1.113730.1.13", out var report));
        var start = wrapped.AsSpan().IndexOf(report.Span);
        var accepted = Tampering.AcceptedBits(wrapped, bytes => Tampering.Accepts(Verify(bytes)));
        Assert.NotEmpty(accepted);
        Assert.DoesNotContain(accepted, bit => bit / 8 >= start && bit / 8 < start + report.Length);
        Assert.All(accepted, bit => Assert.True(Unsigned(certificate, bit / 8), $"byte {bit / 8} is none of those that may change"));
        // What the verdict says is the same with each of them, but for whether the certificate's key is bound.
        var expected = Mint.Verified(Verify(wrapped));
        Assert.All(accepted.Where((_, index) => index % 16 == 0), bit =>
        {
            var changed = wrapped.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var evidence = Mint.Verified(Verify(changed));
            Assert.Equal(expected.Measurement, evidence.Measurement);
            Assert.Equal(expected.ReportData.AsSpan(), evidence.ReportData.AsSpan());
            Assert.True(((IasClaims)evidence.Claims).BindsCertificateKey);
        });
        Assert.Empty(Tampering.AcceptedCuts(wrapped, bytes => Tampering.Accepts(Verify(bytes))));
    }

    private static bool Unsigned(Certificate certificate, int index)
    {
        var tbs = Offset(certificate, certificate.Tbs);
        var key = Offset(certificate, certificate.Key.SubjectPublicKeyInfo);
        var afterTbs = tbs + certificate.Tbs.Length;
        // Before the key: serial number, names and validity. After the signed part: the signature value.
        var beforeKey = index > tbs && index < key;
        var otherExtensions = certificate.Extensions.Any(one =>
            one.Oid != "2.16.840.1.113730.1.13" && index >= Offset(certificate, one.Value) - 12 && index < Offset(certificate, one.Value) + one.Value.Length);
        return beforeKey || otherExtensions || index >= afterTbs;
    }

    private static int Offset(Certificate certificate, ReadOnlyMemory<byte> part) => certificate.Raw.Span.IndexOf(part.Span);
}
