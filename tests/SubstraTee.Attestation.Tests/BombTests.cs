using System.Formats.Asn1;
using System.Text;
using SubstraTee.Attestation.Tests.Intel;
using SubstraTee.Attestation.X509;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests;

/// <summary>Row 12 of the fault list: small inputs that want to become large ones, in memory or in time.</summary>
public class BombTests
{
    private const long MaxAllocatedBytes = 64L << 20;

    private static void Bounded(Func<Verdict> verify, params RefusalReason[] reasons)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reason = Mint.Reason(verify());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocatedBytes);
        Assert.Contains(reason, reasons);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void Json_that_nests_repeats_or_never_ends_is_refused()
    {
        string[] bombs =
        [
            new('[', 1 << 20), new('{', 1 << 20), string.Concat(Enumerable.Repeat("{\"tcbInfo\":", 20_000)),
            $"{{\"tcbInfo\":[{new string('1', 200_000)}]}}", $"[{string.Concat(Enumerable.Repeat("0,", 100_000))}0]",
            $"{{\"{new string('a', 250_000)}\":1}}", string.Concat(Enumerable.Repeat("\\u0041", 40_000)), new(' ', 1 << 20),
        ];
        foreach (var bomb in bombs)
        {
            Bounded(() => Mint.Sgx(collateral: Mint.With(tcbInfo: Text(bomb))), RefusalReason.TcbInfoMalformed);
            Bounded(() => Mint.Sgx(collateral: Mint.With(qeIdentity: Text(bomb))), RefusalReason.QeIdentityMalformed);
            Bounded(
                () => EvidenceVerifier.Verify(EvidenceKind.Ias, Text(bomb), Collateral.None, TrustAnchors.Production, 0, VerificationOptions.Default),
                RefusalReason.EvidenceTooLarge, RefusalReason.IasWrappingMalformed, RefusalReason.CertificateMalformed, RefusalReason.CollateralMissing);
        }
    }

    [Fact]
    public void Lists_of_levels_modules_and_advisories_have_an_end()
    {
        var advisories = Enumerable.Range(0, 257).Select(i => $"INTEL-SA-{i:00000}").ToList();
        Bounded(() => Mint.Sgx(collateral: Mint.WithTcb(info => info with { Levels = [info.Levels[0] with { Advisories = advisories }] })), RefusalReason.TcbInfoMalformed);
        Bounded(() => Mint.Sgx(collateral: Mint.WithTcb(info => info with { Levels = [info.Levels[0] with { Advisories = [new('x', 65)] }] })), RefusalReason.TcbInfoMalformed);
        Bounded(() => Mint.Tdx(collateral: Mint.WithTdxTcb(info => info with { Modules = [.. Enumerable.Repeat(info.Modules[0], 257)] })), RefusalReason.TcbInfoMalformed);
        Bounded(() => Mint.Sgx(collateral: Mint.WithQe(qe => qe with { Levels = [.. Enumerable.Repeat(qe.Levels[0], 257)] })), RefusalReason.QeIdentityMalformed);
    }

    [Fact]
    public void Lengths_that_promise_more_than_there_is_are_refused()
    {
        foreach (var offset in (int[])[432, 436 + 576, 436 + 578 + 32 + 2])
        {
            var quote = Mint.SgxQuote.ToArray();
            quote.AsSpan(offset, offset == 436 + 576 ? 2 : 4).Fill(0xFF);
            Bounded(() => Mint.Sgx(quote), RefusalReason.EvidenceMalformed, RefusalReason.EvidenceTruncated);
        }

        // DER lengths of two gigabytes, and indefinite ones.
        foreach (var der in (byte[][])[[0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0x30], [0x30, 0x80, 0, 0], [0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]])
        {
            Bounded(() => Mint.Sgx(collateral: Mint.With(rootCaCrl: der)), RefusalReason.CrlMalformed);
            Bounded(
                () => EvidenceVerifier.Verify(EvidenceKind.Ias, der, Collateral.None, TrustAnchors.Production, 0, VerificationOptions.Default),
                RefusalReason.CertificateMalformed);
        }
    }

    [Fact]
    public void Nested_der_is_refused_without_recursion()
    {
        var nested = new byte[60_000];
        var length = 0;
        for (var i = nested.Length; i >= 4; i -= 4)
        {
            nested[i - 4] = 0x30;
            nested[i - 3] = 0x82;
            nested[i - 2] = (byte)(length >> 8);
            nested[i - 1] = (byte)length;
            length += 4;
        }

        Bounded(
            () => EvidenceVerifier.Verify(EvidenceKind.Ias, nested, Collateral.None, TrustAnchors.Production, 0, VerificationOptions.Default),
            RefusalReason.CertificateMalformed);
        Bounded(() => Mint.Sgx(collateral: Mint.With(pckCrl: nested)), RefusalReason.CrlMalformed);
    }

    [Fact]
    public void Chains_of_thousands_of_certificates_are_refused_before_they_are_read()
    {
        var many = Text(string.Concat(Enumerable.Repeat(Mint.Platform.Pck.Pem, 150)));
        Bounded(() => Mint.Sgx(collateral: Mint.With(tcbSigningChain: many)), RefusalReason.CertificateExtra);
        var more = Text(string.Concat(Enumerable.Repeat(Mint.Platform.Pck.Pem, 1000)));
        Bounded(() => Mint.Sgx(collateral: Mint.With(tcbSigningChain: more)), RefusalReason.CertificateMalformed);
        var endless = Text("-----BEGIN CERTIFICATE-----\n" + string.Concat(Enumerable.Repeat("AAAA\n", 40_000)));
        Bounded(() => Mint.Sgx(collateral: Mint.With(tcbSigningChain: endless)), RefusalReason.CertificateMalformed);
    }

    [Fact]
    public void Certificates_that_issue_each_other_end()
    {
        var root = Mint.Simulator.Root;
        using var key = Mint.Entropy.NewP256();
        SimulatedCertificate Named(string subject, string issuer) =>
            (root.PlatformCaSpec with { Subject = $"CN={subject}", Issuer = $"CN={issuer}" }).Issue(Mint.Entropy, key, root.Root);
        var circle = Mint.Pem(Named("a", "b"), Named("b", "c"), Named("c", "a"));
        Bounded(() => Mint.Sgx(collateral: Mint.With(tcbSigningChain: circle)), RefusalReason.CertificateExtra);
    }

    [Fact]
    public void A_revocation_list_of_thousands_is_read_and_a_longer_one_refused()
    {
        var serials = Enumerable.Range(0, 20_000).Select(i => (byte[])[0x40, (byte)(i >> 16), (byte)(i >> 8), (byte)i, .. new byte[12]]);
        var list = CertificateSpec.RevocationList(Mint.Platform.Authority, Mint.Time, Mint.Time + IntelSimulator.StatementLifetimeSeconds, serials);
        Assert.Equal(20_000, CertificateRevocationList.Parse(list, "x").Count);
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(collateral: Mint.With(pckCrl: list))).Tcb);
        Bounded(() => Mint.Sgx(collateral: Mint.With(pckCrl: new byte[CertificateRevocationList.MaxLength + 1])), RefusalReason.CrlMalformed);
    }

    [Fact]
    public void Names_with_thousands_of_attributes_are_refused()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            for (var i = 0; i < 1000; i++)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.5.4.10");
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, "x");
                }
            }
        }

        Assert.Throws<AsnContentException>(() => DistinguishedName.ReadCommonName(writer.Encode()));
    }
}
