using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>DCAP collateral whose chains and signatures were verified once, against one set of anchors, for many quotes.</summary>
/// <remarks>
/// Times are not part of it: every verification compares them with its own. Quote, QE report and PCK certificate are verified
/// every time. Immutable, so that several threads may use one.
/// </remarks>
public sealed class PreparedDcapCollateral : Collateral
{
    private const string TcbSigningName = "Intel SGX TCB Signing";

    private readonly TrustAnchors _anchors;

    private PreparedDcapCollateral(DcapCollateral raw, TrustAnchors anchors, IReadOnlyList<Certificate> known, bool mayLackRootCrl)
    {
        _anchors = anchors;
        External = ReadExternalPck(raw);
        TcbSigningChain = CertificateChain.Order(
            Pem.ReadCertificates(Need(raw.TcbSigningChain, "TCB signing chain").Span, "TCB signing chain", known), "TCB signing chain");
        Anchor = TcbSigningChain.VerifyTo(anchors, AnchorRole.IntelSgxRoot, "TCB signing chain");
        Check.That(mayLackRootCrl || !raw.RootCaCrl.IsEmpty, RefusalReason.CrlMissing, "the root's revocation list is missing");
        if (!raw.RootCaCrl.IsEmpty)
        {
            RootCrl = CertificateRevocationList.Parse(raw.RootCaCrl, "root CA CRL");
            RootCrl.CheckAuthority(TcbSigningChain.Root, "root CA CRL");
        }

        CheckTcbSigner(TcbSigningChain);
        CheckNotRevoked(TcbSigningChain.Leaf, "TCB signing chain");
        if (!raw.PckCrl.IsEmpty)
        {
            PckCrl = CertificateRevocationList.Parse(raw.PckCrl, "PCK CRL");
        }

        if (!raw.PckCrlIssuerChain.IsEmpty)
        {
            PckAuthority = ReadPckAuthority(raw.PckCrlIssuerChain, anchors, [.. known, .. TcbSigningChain.Certificates]);
            PckCrl?.CheckAuthority(PckAuthority.Leaf, "PCK CRL");
        }

        TcbInfo = TcbInfo.Parse(Need(raw.TcbInfo, "TCB info"), TcbSigningChain.Leaf.Key);
        QeIdentity = QeIdentity.Parse(Need(raw.QeIdentity, "QE identity"), TcbSigningChain.Leaf.Key);
    }

    /// <summary>Which kind of platform it is about: the FMSPC, 6 bytes.</summary>
    public ImmutableArray<byte> Fmspc => [.. TcbInfo.Fmspc];

    /// <summary>The lower of the two statements' evaluation numbers, which grow with every evaluation that Intel publishes.</summary>
    public uint EvaluationNumber => Math.Min(TcbInfo.EvaluationNumber, QeIdentity.EvaluationNumber);

    /// <summary>The PCK chain from outside the quote, where the collateral brings one.</summary>
    internal CertificateChain? External { get; }

    /// <summary>TCB signing certificate and root, verified.</summary>
    internal CertificateChain TcbSigningChain { get; }

    /// <summary>The anchor that the root's key is.</summary>
    internal TrustAnchor Anchor { get; }

    /// <summary>The root's revocation list, its signature verified; null when it is missing and that was allowed.</summary>
    internal CertificateRevocationList? RootCrl { get; }

    /// <summary>The PCK authority's revocation list; its signature is verified when <see cref="PckAuthority"/> is there.</summary>
    internal CertificateRevocationList? PckCrl { get; }

    /// <summary>The PCK's authority and the root, verified; null when the collateral does not bring them.</summary>
    internal CertificateChain? PckAuthority { get; }

    /// <summary>Verified.</summary>
    internal TcbInfo TcbInfo { get; }

    /// <summary>Verified.</summary>
    internal QeIdentity QeIdentity { get; }

    /// <summary>Verifies chains and signatures of collateral.</summary>
    /// <param name="collateral">As served.</param>
    /// <param name="anchors">The keys that chains have to end in.</param>
    /// <param name="prepared">The collateral, ready for many quotes.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    /// <param name="detail">What was seen, for people.</param>
    public static bool TryPrepare(
        DcapCollateral collateral,
        TrustAnchors anchors,
        [NotNullWhen(true)] out PreparedDcapCollateral? prepared,
        out RefusalReason reason,
        out string detail)
    {
        try
        {
            prepared = Prepare(collateral, anchors, [], mayLackRootCrl: false);
            (reason, detail) = (RefusalReason.None, "");
            return true;
        }
        catch (RefusalException refusal)
        {
            (prepared, reason, detail) = (null, refusal.Reason, refusal.Message);
            return false;
        }
    }

    /// <summary>Checks collateral by itself, to keep it for evidence to come: nothing is missing, it is of that kind, and valid.</summary>
    /// <param name="kind"><see cref="EvidenceKind.SgxDcap"/> or <see cref="EvidenceKind.Tdx"/>.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    /// <param name="detail">What was seen, for people.</param>
    public bool TryCheck(EvidenceKind kind, long time, out RefusalReason reason, out string detail)
    {
        try
        {
            var isTdx = kind == EvidenceKind.Tdx;
            Check.That(PckCrl is not null, RefusalReason.CrlMissing, "the revocation list of the PCK's authority is missing");
            Check.That(PckAuthority is not null, RefusalReason.CollateralMissing, "the issuer chain of the PCK's revocation list is missing");
            Check.That(TcbInfo.IsTdx == isTdx, RefusalReason.TcbInfoKindMismatch, $"the TCB info is not about {kind.Text()}");
            QeIdentity.CheckId(isTdx);
            CheckTime(time);
            (reason, detail) = (RefusalReason.None, "");
            return true;
        }
        catch (RefusalException refusal)
        {
            (reason, detail) = (refusal.Reason, refusal.Message);
            return false;
        }
    }

    /// <summary>Verifies chains and signatures of collateral.</summary>
    /// <param name="collateral">As served.</param>
    /// <param name="anchors">The keys that chains have to end in.</param>
    /// <param name="known">Certificates that were read before and need not be read again; nothing about them is believed.</param>
    /// <param name="mayLackRootCrl">Whether the root's revocation list may be missing; then nothing says what it revoked.</param>
    /// <exception cref="RefusalException">A check failed.</exception>
    internal static PreparedDcapCollateral Prepare(
        DcapCollateral collateral, TrustAnchors anchors, IReadOnlyList<Certificate> known, bool mayLackRootCrl) =>
        new(collateral, anchors, known, mayLackRootCrl);

    /// <summary>Every certificate of the chains.</summary>
    internal IEnumerable<Certificate> Certificates => PckAuthority is null ? TcbSigningChain.Certificates : PckAuthority.Certificates.Concat(TcbSigningChain.Certificates);

    /// <summary>This collateral, if it was verified against these anchors.</summary>
    /// <exception cref="RefusalException">It was verified against others.</exception>
    internal PreparedDcapCollateral For(TrustAnchors anchors)
    {
        if (!ReferenceEquals(anchors, _anchors))
        {
            anchors.Require(AnchorRole.IntelSgxRoot, Anchor.Key.AsSpan(), "prepared collateral");
            Check.That(anchors.Class == _anchors.Class, RefusalReason.UntrustedRoot, "the collateral was prepared under anchors of another class");
        }

        return this;
    }

    /// <summary>Checks that everything is valid at a time.</summary>
    /// <exception cref="RefusalException">Something is not.</exception>
    internal ValidityWindow CheckTime(long time)
    {
        TcbSigningChain.CheckTime(time, "TCB signing chain");
        PckAuthority?.CheckTime(time, "PCK CRL issuer chain");
        RootCrl?.CheckTime(time, "root CA CRL");
        PckCrl?.CheckTime(time, "PCK CRL");
        CheckStatement(TcbInfo.Validity, time, "TCB info");
        CheckStatement(QeIdentity.Validity, time, "QE identity");
        return TcbSigningChain.Validity
            .Intersect(PckAuthority?.Validity ?? ValidityWindow.Always)
            .Intersect(RootCrl?.Validity ?? ValidityWindow.Always)
            .Intersect(PckCrl?.Validity ?? ValidityWindow.Always)
            .Intersect(TcbInfo.Validity)
            .Intersect(QeIdentity.Validity);
    }

    /// <summary>Checks a certificate against the root's revocation list.</summary>
    /// <exception cref="RefusalException">It is revoked.</exception>
    internal void CheckNotRevoked(Certificate certificate, string what) =>
        Check.That(
            RootCrl?.Revokes(certificate.SerialNumber.Span) != true,
            RefusalReason.CertificateRevoked,
            $"{what}: {certificate.CommonName} is on the root's revocation list");

    private CertificateChain ReadPckAuthority(ReadOnlyMemory<byte> pem, TrustAnchors anchors, IReadOnlyList<Certificate> known)
    {
        var chain = CertificateChain.Order(Pem.ReadCertificates(pem.Span, "PCK CRL issuer chain", known), "PCK CRL issuer chain");
        chain.VerifyTo(anchors, AnchorRole.IntelSgxRoot, "PCK CRL issuer chain");
        PckChain.CheckAuthorityName(chain.Leaf);
        CheckNotRevoked(chain.Leaf, "PCK CRL issuer chain");
        return chain;
    }

    private static CertificateChain? ReadExternalPck(DcapCollateral raw)
    {
        if (raw.PckCertificate.IsEmpty)
        {
            return null;
        }

        var certificates = Pem.ReadCertificates(raw.PckCertificate.Span, "PCK certificate");
        certificates.AddRange(Pem.ReadCertificates(Need(raw.PckIssuerChain, "issuer chain of the PCK certificate").Span, "PCK issuer chain"));
        return CertificateChain.Order(certificates, "PCK chain");
    }

    /// <summary>Checks that a chain is one of Intel's signer of statements.</summary>
    /// <exception cref="RefusalException">It is not.</exception>
    internal static void CheckTcbSigner(CertificateChain chain)
    {
        Check.That(
            chain.Leaf.CommonName == TcbSigningName && chain.Certificates.Count == 2,
            RefusalReason.CertificateSubject,
            $"TCB signing chain: expected '{TcbSigningName}' below the root, found '{chain.Leaf.CommonName}'");
        Check.That(
            !chain.Leaf.IsAuthority && (chain.Leaf.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.DigitalSignature)),
            RefusalReason.CertificateKeyUsage,
            "the key of the TCB signing certificate may not sign statements");
    }

    /// <summary>Checks that a statement counts at a time.</summary>
    /// <exception cref="RefusalException">It does not.</exception>
    internal static void CheckStatement(ValidityWindow window, long time, string what)
    {
        Check.That(
            window.From <= time,
            RefusalReason.CollateralNotYetValid,
            $"{what} is issued {IntelJson.TimeText(window.From)}, which is after {IntelJson.TimeText(time)}");
        Check.That(
            time <= window.Until,
            RefusalReason.CollateralExpired,
            $"{what} is past its next update {IntelJson.TimeText(window.Until)} at {IntelJson.TimeText(time)}; fetch the current one");
    }

    private static ReadOnlyMemory<byte> Need(ReadOnlyMemory<byte> part, string what)
    {
        Check.That(!part.IsEmpty, RefusalReason.CollateralMissing, $"the {what} is missing");
        return part;
    }
}
