using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>Check 2 of the reference algorithm and row 7 of the fault list: chains and revocation lists.</summary>
public class DcapChainTests
{
    private static IntelTestRoot Root => Mint.Simulator.Root;

    private static SimulatedIntelPlatform Platform => Mint.Platform;

    private static SimulatedCertificate Pck(Func<CertificateSpec, CertificateSpec> change, SimulatedCertificate? issuer = null) =>
        change(Platform.PckCertificateSpec).Issue(Mint.Entropy, Platform.PckKey, issuer ?? Platform.Authority);

    private static SimulatedCertificate Authority(Func<CertificateSpec, CertificateSpec> change, SimulatedCertificate? issuer = null) =>
        change(Root.PlatformCaSpec).Issue(Mint.Entropy, Mint.Entropy.NewP256(), issuer ?? Root.Root);

    /// <summary>The verdict on a quote whose chain has another leaf.</summary>
    private static RefusalReason WithPck(Func<CertificateSpec, CertificateSpec> change) =>
        Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Pck(change), Platform.Authority, Root.Root)));

    /// <summary>The verdict on a quote whose chain has another authority, which issued the leaf.</summary>
    private static RefusalReason WithAuthority(Func<CertificateSpec, CertificateSpec> change)
    {
        var authority = Authority(change);
        return Mint.Reason(Mint.Sgx(
            Mint.QuoteWithChain(Pck(spec => spec, authority), authority, Root.Root),
            Mint.With(pckCrl: List(authority), pckCrlIssuerChain: Array.Empty<byte>())));
    }

    /// <summary>The verdict under a TCB signing chain with another signer.</summary>
    private static RefusalReason WithSigner(Func<CertificateSpec, CertificateSpec> change)
    {
        var signer = change(Root.TcbSignerSpec).Issue(Mint.Entropy, Root.TcbSigner.Key, Root.Root);
        return Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbSigningChain: Mint.Pem(signer, Root.Root))));
    }

    private static byte[] List(SimulatedCertificate authority, params IEnumerable<byte[]> serials) =>
        CertificateSpec.RevocationList(authority, Mint.Time, Mint.Time + IntelSimulator.StatementLifetimeSeconds, serials);

    [Fact]
    public void A_self_made_root_is_not_trusted_whatever_its_name()
    {
        var copy = new IntelSimulator(Mint.Entropy, Mint.Time);
        Assert.Equal(RefusalReason.UntrustedRoot, Mint.Reason(Mint.Sgx(anchors: copy.Anchors)));
        Assert.Equal(RefusalReason.UntrustedRoot, Mint.Reason(Mint.Sgx(anchors: TrustAnchors.Production)));
        using var machine = copy.NewPlatform();
        Assert.Equal(
            RefusalReason.UntrustedRoot,
            Mint.Reason(Mint.Sgx(new QuoteSpec().Sign(machine, Mint.Enclave))));
        Assert.Equal(
            RefusalReason.UntrustedRoot,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbSigningChain: Mint.Pem(copy.Root.TcbSigner, copy.Root.Root)))));
    }

    [Fact]
    public void A_second_certificate_of_the_same_root_key_is_the_same_root()
    {
        var again = (Root.RootSpec with { NotAfter = Root.NotAfter - 1000 }).Issue(Mint.Entropy, Root.Root.Key);
        var evidence = Mint.Verified(Mint.Sgx(Mint.QuoteWithChain(Platform.Pck, Platform.Authority, again)));
        Assert.Equal(TcbStatus.UpToDate, evidence.Tcb);
    }

    [Fact]
    public void A_root_certificate_with_the_right_key_that_nobody_signed_is_refused()
    {
        using var stranger = Mint.Entropy.NewP256();
        var unsigned = Root.RootSpec.Issue(Mint.Entropy, Root.Root.Key, new SimulatedCertificate(Root.Root.Raw, stranger));
        Assert.Equal(
            RefusalReason.CertificateSignatureInvalid,
            Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Platform.Pck, Platform.Authority, unsigned))));
    }

    [Fact]
    public void Every_certificate_has_to_be_valid_at_the_time()
    {
        Assert.Equal(RefusalReason.CertificateExpired, WithPck(spec => spec with { NotBefore = Mint.Time - 10, NotAfter = Mint.Time - 1 }));
        Assert.Equal(RefusalReason.CertificateNotYetValid, WithPck(spec => spec with { NotBefore = Mint.Time + 1 }));
        Assert.Equal(RefusalReason.CertificateExpired, WithAuthority(spec => spec with { NotBefore = Mint.Time - 10, NotAfter = Mint.Time - 1 }));
        Assert.Equal(RefusalReason.CertificateNotYetValid, WithAuthority(spec => spec with { NotBefore = Mint.Time + 1 }));
        Assert.Equal(RefusalReason.CertificateExpired, WithSigner(spec => spec with { NotBefore = Mint.Time - 10, NotAfter = Mint.Time - 1 }));
        Assert.Equal(RefusalReason.CertificateNotYetValid, WithSigner(spec => spec with { NotBefore = Mint.Time + 1 }));
        Assert.Equal(RefusalReason.CertificateNotYetValid, Mint.Reason(Mint.Sgx(time: Mint.Time - 1)));
        Assert.Equal(RefusalReason.CertificateExpired, Mint.Reason(Mint.Sgx(time: Root.NotAfter + 1)));
    }

    [Fact]
    public void Keys_are_used_for_what_their_certificates_say()
    {
        Assert.Equal(RefusalReason.CertificateKeyUsage, WithPck(spec => spec with { KeyUsage = X509KeyUsageFlags.KeyAgreement }));
        Assert.Equal(RefusalReason.CertificateKeyUsage, WithAuthority(spec => spec with { KeyUsage = X509KeyUsageFlags.CrlSign }));
        Assert.Equal(RefusalReason.CertificateKeyUsage, WithAuthority(spec => spec with { KeyUsage = X509KeyUsageFlags.KeyCertSign }));
        Assert.Equal(RefusalReason.CertificateKeyUsage, WithSigner(spec => spec with { KeyUsage = X509KeyUsageFlags.KeyAgreement }));
        Assert.Equal(RefusalReason.CertificateNotAuthority, WithAuthority(spec => spec with { IsAuthority = false, PathLength = null }));
        Assert.Equal(RefusalReason.CertificateKeyUsage, WithPck(spec => spec with { IsAuthority = true }));
    }

    [Fact]
    public void Subjects_are_those_that_their_places_ask_for()
    {
        Assert.Equal(RefusalReason.CertificateSubject, WithPck(spec => spec with { Subject = "CN=Intel SGX PCK Certificates" }));
        Assert.Equal(RefusalReason.CertificateSubject, WithAuthority(spec => spec with { Subject = "CN=Intel SGX PCK CA" }));
        Assert.Equal(RefusalReason.CertificateSubject, WithSigner(spec => spec with { Subject = "CN=Intel SGX PCK Certificate" }));
    }

    [Fact]
    public void Names_link_a_chain_byte_by_byte()
    {
        Assert.Equal(RefusalReason.CertificateMissing, WithPck(spec => spec with { Issuer = "CN=Intel SGX PCK Platform CA" }));
        Assert.Equal(RefusalReason.CertificateMissing, WithSigner(spec => spec with { Issuer = "CN=Somebody" }));
    }

    [Fact]
    public void Signatures_link_a_chain_and_names_alone_do_not()
    {
        using var stranger = Mint.Entropy.NewP256();
        var forged = Pck(spec => spec, new SimulatedCertificate(Platform.Authority.Raw, stranger));
        Assert.Equal(
            RefusalReason.CertificateSignatureInvalid,
            Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(forged, Platform.Authority, Root.Root))));
        var forgedAuthority = Authority(spec => spec, new SimulatedCertificate(Root.Root.Raw, stranger));
        Assert.Equal(
            RefusalReason.CertificateSignatureInvalid,
            Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Pck(spec => spec, forgedAuthority), forgedAuthority, Root.Root))));
        var forgedSigner = Root.TcbSignerSpec.Issue(Mint.Entropy, Root.TcbSigner.Key, new SimulatedCertificate(Root.Root.Raw, stranger));
        Assert.Equal(
            RefusalReason.CertificateSignatureInvalid,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbSigningChain: Mint.Pem(forgedSigner, Root.Root)))));
    }

    [Fact]
    public void A_chain_has_the_certificates_that_it_needs_and_no_others()
    {
        Assert.Equal(RefusalReason.CertificateMissing, Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Platform.Pck, Root.Root))));
        Assert.Equal(RefusalReason.CertificateMissing, Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Platform.Pck, Platform.Authority))));
        Assert.Equal(RefusalReason.CertificateMissing, Mint.Reason(Mint.Sgx(Mint.QuoteWithChain())));
        Assert.Equal(
            RefusalReason.CertificateExtra,
            Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Platform.Pck, Platform.Authority, Root.Root, Root.TcbSigner))));
        Assert.Equal(
            RefusalReason.CertificateExtra,
            Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Platform.Pck, Platform.Authority, Root.Root, Root.Root))));
        Assert.Equal(
            RefusalReason.CertificateExtra,
            Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(Enumerable.Repeat(Platform.Pck, 9)))));
        Assert.Equal(
            RefusalReason.CertificateMissing, Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbSigningChain: Mint.Pem(Root.TcbSigner)))));
    }

    [Fact]
    public void A_chain_is_no_longer_than_its_authorities_allow()
    {
        var middle = Authority(spec => spec);
        var below = Root.ProcessorCaSpec.Issue(Mint.Entropy, Mint.Entropy.NewP256(), middle);
        var signer = Root.TcbSignerSpec.Issue(Mint.Entropy, Root.TcbSigner.Key, below);
        Assert.Equal(
            RefusalReason.CertificatePathTooLong,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbSigningChain: Mint.Pem(signer, below, middle, Root.Root)))));
        var four = Pck(spec => spec, below);
        Assert.Equal(RefusalReason.CertificateMissing, Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(four, below, middle, Root.Root))));
    }

    [Fact]
    public void A_critical_extension_that_is_not_understood_is_refused()
    {
        var critical = new X509Extension("1.2.3.4", [5, 0], critical: true);
        Assert.Equal(RefusalReason.CertificateCriticalExtension, WithPck(spec => spec with { Extensions = [.. spec.Extensions, critical] }));
        Assert.Equal(RefusalReason.CertificateCriticalExtension, WithAuthority(spec => spec with { Extensions = [critical] }));
        Assert.Equal(RefusalReason.CertificateCriticalExtension, WithSigner(spec => spec with { Extensions = [critical] }));
        var plain = Pck(spec => spec with { Extensions = [.. spec.Extensions, new X509Extension("1.2.3.4", [5, 0], critical: false)] });
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(Mint.QuoteWithChain(plain, Platform.Authority, Root.Root))).Tcb);
    }

    [Fact]
    public void Revoked_certificates_are_refused_wherever_they_stand()
    {
        Assert.Equal(
            RefusalReason.CertificateRevoked,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: List(Platform.Authority, Mint.Entropy.Next(20), Platform.Pck.SerialNumber)))));
        Assert.Equal(
            RefusalReason.CertificateRevoked,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: List(Root.Root, Platform.Authority.SerialNumber)))));
        Assert.Equal(
            RefusalReason.CertificateRevoked,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: List(Root.Root, Platform.Authority.SerialNumber), pckCrlIssuerChain: Array.Empty<byte>()))));
        Assert.Equal(
            RefusalReason.CertificateRevoked,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: List(Root.Root, Root.TcbSigner.SerialNumber)))));
        Assert.Equal(
            TcbStatus.UpToDate,
            Mint.Verified(Mint.Sgx(collateral: Mint.With(pckCrl: List(Platform.Authority, [.. Enumerable.Range(0, 50).Select(_ => Positive(Mint.Entropy.Next(20)))])))).Tcb);

        static byte[] Positive(byte[] serial)
        {
            serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
            return serial;
        }
    }

    [Fact]
    public void Revocation_lists_are_of_the_right_authority_signed_and_current()
    {
        using var stranger = Mint.Entropy.NewP256();
        Assert.Equal(RefusalReason.CrlIssuerMismatch, Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: List(Platform.Authority)))));
        Assert.Equal(RefusalReason.CrlIssuerMismatch, Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: List(Root.ProcessorCa)))));
        Assert.Equal(
            RefusalReason.CrlIssuerMismatch,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: List(Root.ProcessorCa), pckCrlIssuerChain: Mint.Pem(Root.ProcessorCa, Root.Root)))));
        Assert.Equal(
            RefusalReason.CrlSignatureInvalid,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: List(new SimulatedCertificate(Root.Root.Raw, stranger))))));
        var forged = List(new SimulatedCertificate(Platform.Authority.Raw, stranger));
        Assert.Equal(RefusalReason.CrlSignatureInvalid, Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: forged))));
        Assert.Equal(
            RefusalReason.CrlSignatureInvalid,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: forged, pckCrlIssuerChain: Array.Empty<byte>()))));
        Assert.Equal(RefusalReason.CrlExpired, Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: Dated(Platform.Authority, -10, -1)))));
        Assert.Equal(RefusalReason.CrlNotYetValid, Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: Dated(Platform.Authority, 1, 10)))));
        Assert.Equal(RefusalReason.CrlExpired, Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: Dated(Root.Root, -10, -1)))));
        Assert.Equal(RefusalReason.CrlNotYetValid, Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: Dated(Root.Root, 1, 10)))));
        Assert.Equal(RefusalReason.CrlMalformed, Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: new byte[] { 0x30, 0 }))));

        static byte[] Dated(SimulatedCertificate authority, long from, long until) =>
            CertificateSpec.RevocationList(authority, Mint.Time + from, Mint.Time + until);
    }

    [Fact]
    public void A_revocation_list_of_an_authority_that_shares_only_the_name_is_refused()
    {
        var namesake = Authority(spec => spec);
        Assert.Equal(
            RefusalReason.CrlSignatureInvalid,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: List(namesake), pckCrlIssuerChain: Mint.Pem(namesake, Root.Root)))));
    }

    [Fact]
    public void The_pck_certificate_has_its_extension_complete_and_in_order()
    {
        Assert.Equal(RefusalReason.PckExtensionMalformed, WithPck(spec => spec with { Extensions = [] }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { Ppid = new byte[15] }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { ComponentSvns = new byte[15] }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { ComponentSvns = new byte[17] }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { PceSvn = 65536 }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { PceId = [] }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { Fmspc = new byte[7] }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { SgxType = 3 }));
        Assert.Equal(RefusalReason.PckExtensionMalformed, Extension(pck => pck with { PlatformInstanceId = new byte[17] }));

        static RefusalReason Extension(Func<PckSpec, PckSpec> change) =>
            WithPck(spec => spec with { Extensions = [change(Platform.Spec).Extension()] });
    }

    [Fact]
    public void Keys_on_other_curves_do_not_sign_reports()
    {
        using var key = Mint.Entropy.NewP384();
        var leaf = Platform.PckCertificateSpec.Issue(Mint.Entropy, key, Platform.Authority);
        Assert.Equal(
            RefusalReason.QeReportSignatureInvalid, Mint.Reason(Mint.Sgx(Mint.QuoteWithChain(leaf, Platform.Authority, Root.Root))));
    }

    [Fact]
    public void An_authority_with_an_rsa_key_is_possible_but_has_to_sign()
    {
        using var rsa = RSA.Create(2048);
        var authority = Root.PlatformCaSpec.Issue(Mint.Entropy, rsa, Root.Root);
        var leaf = Pck(spec => spec, authority);
        var quote = Mint.QuoteWithChain(leaf, authority, Root.Root);
        var collateral = Mint.With(pckCrl: List(authority), pckCrlIssuerChain: Array.Empty<byte>());
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(quote, collateral)).Tcb);
    }
}
