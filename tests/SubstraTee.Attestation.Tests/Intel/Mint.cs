using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>A simulated Intel platform that every test may use, and a verification in which one thing is changed.</summary>
internal static class Mint
{
    public const long Time = 1_790_000_000;

    public static SimulationEntropy Entropy { get; } = SimulationEntropy.FromSeed("attestation tests"u8);

    public static IntelSimulator Simulator { get; } = new(Entropy, Time);

    public static SimulatedIntelPlatform Platform { get; } = Simulator.NewPlatform();

    public static byte[] Code { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static SgxReportSpec Enclave { get; } = new() { MrEnclave = Code, MrSigner = new byte[32], ReportData = [1, 2, 3], IsvSvn = 4 };

    public static TdReportSpec Domain { get; } = new() { MrTd = [.. Code, .. new byte[16]], ReportData = [4, 5, 6] };

    public static TdReportSpec Domain15 { get; } = Domain with { TeeTcbSvn2 = Domain.TeeTcbSvn };

    public static byte[] SgxQuote { get; } = new QuoteSpec().Sign(Platform, Enclave);

    public static byte[] TdxQuote { get; } = new QuoteSpec { Version = 4 }.Sign(Platform, Domain);

    public static DcapCollateral SgxCollateral { get; } = Simulator.Collateral(Platform, EvidenceKind.SgxDcap, Time);

    public static DcapCollateral TdxCollateral { get; } = Simulator.Collateral(Platform, EvidenceKind.Tdx, Time);

    /// <summary>Verifies an SGX quote under the test root; what is not given is as it should be.</summary>
    public static Verdict Sgx(
        byte[]? quote = null, Collateral? collateral = null, TrustAnchors? anchors = null, long time = Time, VerificationOptions? options = null) =>
        EvidenceVerifier.Verify(
            EvidenceKind.SgxDcap, quote ?? SgxQuote, collateral ?? SgxCollateral, anchors ?? Simulator.Anchors, time, options ?? VerificationOptions.Default);

    /// <summary>Verifies a TDX quote under the test root; what is not given is as it should be.</summary>
    public static Verdict Tdx(byte[]? quote = null, Collateral? collateral = null, long time = Time, VerificationOptions? options = null) =>
        EvidenceVerifier.Verify(
            EvidenceKind.Tdx, quote ?? TdxQuote, collateral ?? TdxCollateral, Simulator.Anchors, time, options ?? VerificationOptions.Default);

    /// <summary>The evidence, when it was verified.</summary>
    public static VerifiedEvidence Verified(Verdict verdict) =>
        verdict is Verdict.Verified verified ? verified.Evidence : throw new Xunit.Sdk.XunitException($"not verified: {verdict}");

    /// <summary>The reason, when it was refused.</summary>
    public static RefusalReason Reason(Verdict verdict) =>
        verdict is Verdict.Refused refused ? refused.Reason : throw new Xunit.Sdk.XunitException($"not refused: {verdict.Text}");

    /// <summary>Collateral of SGX in which something is changed.</summary>
    public static DcapCollateral With(
        ReadOnlyMemory<byte>? tcbInfo = null,
        ReadOnlyMemory<byte>? qeIdentity = null,
        ReadOnlyMemory<byte>? tcbSigningChain = null,
        ReadOnlyMemory<byte>? rootCaCrl = null,
        ReadOnlyMemory<byte>? pckCrl = null,
        ReadOnlyMemory<byte>? pckCrlIssuerChain = null,
        DcapCollateral? from = null)
    {
        var source = from ?? SgxCollateral;
        return new DcapCollateral
        {
            TcbInfo = tcbInfo ?? source.TcbInfo,
            QeIdentity = qeIdentity ?? source.QeIdentity,
            TcbSigningChain = tcbSigningChain ?? source.TcbSigningChain,
            RootCaCrl = rootCaCrl ?? source.RootCaCrl,
            PckCrl = pckCrl ?? source.PckCrl,
            PckCrlIssuerChain = pckCrlIssuerChain ?? source.PckCrlIssuerChain,
            PckCertificate = source.PckCertificate,
            PckIssuerChain = source.PckIssuerChain,
        };
    }

    /// <summary>Collateral of SGX with a TCB info in which something is changed.</summary>
    public static DcapCollateral WithTcb(Func<TcbInfoSpec, TcbInfoSpec> change) =>
        With(tcbInfo: change(IntelSimulator.TcbInfo(EvidenceKind.SgxDcap, Time)).Sign(Simulator.Root.TcbSigner));

    /// <summary>Collateral of TDX with a TCB info in which something is changed.</summary>
    public static DcapCollateral WithTdxTcb(Func<TcbInfoSpec, TcbInfoSpec> change) =>
        With(tcbInfo: change(IntelSimulator.TcbInfo(EvidenceKind.Tdx, Time)).Sign(Simulator.Root.TcbSigner), from: TdxCollateral);

    /// <summary>Collateral of SGX with a QE identity in which something is changed.</summary>
    public static DcapCollateral WithQe(Func<QeIdentitySpec, QeIdentitySpec> change) =>
        With(qeIdentity: change(IntelSimulator.QeIdentity(EvidenceKind.SgxDcap, Time)).Sign(Simulator.Root.TcbSigner));

    /// <summary>PEM as bytes.</summary>
    public static byte[] Pem(params IEnumerable<SimulatedCertificate> certificates) =>
        System.Text.Encoding.ASCII.GetBytes(string.Concat(certificates.Select(one => one.Pem)));

    /// <summary>An SGX quote that carries other certificates than its platform's.</summary>
    public static byte[] QuoteWithChain(params IEnumerable<SimulatedCertificate> certificates) =>
        new QuoteSpec { CertificationData = Pem(certificates) }.Sign(Platform, Enclave);
}
