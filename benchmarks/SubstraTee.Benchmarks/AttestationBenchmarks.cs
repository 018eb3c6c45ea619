using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Benchmarks;

/// <summary>DCAP quotes minted by the simulation, which both sides verify under its root.</summary>
public class AttestationBenchmarks
{
    private const long Time = 1_790_000_000;

    private static readonly IntelSimulator Simulator = new(SimulationEntropy.FromSeed("benchmarks"u8), Time);
    private static readonly SimulatedIntelPlatform Machine = Simulator.NewPlatform();

    private static readonly byte[] SgxQuote = new QuoteSpec().Sign(
        Machine, new SgxReportSpec { MrEnclave = Inputs.Data(32), MrSigner = Inputs.Data(32) });

    private static readonly byte[] TdxQuote = new QuoteSpec { Version = 4 }.Sign(Machine, new TdReportSpec { MrTd = Inputs.Data(48) });

    private readonly DcapCollateral _sgx = Collateral(EvidenceKind.SgxDcap);
    private readonly DcapCollateral _tdx = Collateral(EvidenceKind.Tdx);
    private Collateral _preparedSgx = Attestation.Collateral.None;
    private Collateral _preparedTdx = Attestation.Collateral.None;

    [GlobalSetup]
    public void Setup()
    {
        _preparedSgx = Prepare(_sgx);
        _preparedTdx = Prepare(_tdx);
    }

    [Benchmark(Description = "dcap sgx quote, fresh collateral")]
    public VerifiedEvidence SgxFresh() => Verify(EvidenceKind.SgxDcap, SgxQuote, _sgx);

    [Benchmark(Description = "dcap sgx quote, prepared collateral")]
    public VerifiedEvidence SgxPrepared() => Verify(EvidenceKind.SgxDcap, SgxQuote, _preparedSgx);

    [Benchmark(Description = "dcap tdx quote, fresh collateral")]
    public VerifiedEvidence TdxFresh() => Verify(EvidenceKind.Tdx, TdxQuote, _tdx);

    [Benchmark(Description = "dcap tdx quote, prepared collateral")]
    public VerifiedEvidence TdxPrepared() => Verify(EvidenceKind.Tdx, TdxQuote, _preparedTdx);

    /// <summary>Writes quotes and collateral for the peer.</summary>
    internal static void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("dcap");
        writer.WriteString("root", Convert.ToHexString(Simulator.Root.Root.Raw));
        writer.WriteNumber("time", Time);
        WriteCase(writer, "sgx", SgxQuote, Collateral(EvidenceKind.SgxDcap));
        WriteCase(writer, "tdx", TdxQuote, Collateral(EvidenceKind.Tdx));
        writer.WriteEndObject();
    }

    private static DcapCollateral Collateral(EvidenceKind kind) => Simulator.Collateral(Machine, kind, Time);

    private static PreparedDcapCollateral Prepare(DcapCollateral collateral) =>
        PreparedDcapCollateral.TryPrepare(collateral, Simulator.Anchors, out var prepared, out _, out var detail)
            ? prepared
            : throw new InvalidOperationException(detail);

    private static VerifiedEvidence Verify(EvidenceKind kind, byte[] quote, Collateral collateral) =>
        EvidenceVerifier.Verify(kind, quote, collateral, Simulator.Anchors, Time, VerificationOptions.Default) is Verdict.Verified verified
            ? verified.Evidence
            : throw new InvalidOperationException("the minted quote was refused");

    private static void WriteCase(Utf8JsonWriter writer, string name, byte[] quote, DcapCollateral collateral)
    {
        var chain = Encoding.ASCII.GetString(collateral.TcbSigningChain.Span);
        writer.WriteStartObject(name);
        writer.WriteString("quote", Convert.ToHexString(quote));
        writer.WriteStartObject("collateral");
        WriteStatement(writer, "tcb_info", collateral.TcbInfo, "tcbInfo");
        writer.WriteString("tcb_info_issuer_chain", chain);
        WriteStatement(writer, "qe_identity", collateral.QeIdentity, "enclaveIdentity");
        writer.WriteString("qe_identity_issuer_chain", chain);
        writer.WriteString("root_ca_crl", Convert.ToHexString(collateral.RootCaCrl.Span));
        writer.WriteString("pck_crl", Convert.ToHexString(collateral.PckCrl.Span));
        writer.WriteString("pck_crl_issuer_chain", Encoding.ASCII.GetString(collateral.PckCrlIssuerChain.Span));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteStatement(Utf8JsonWriter writer, string name, ReadOnlyMemory<byte> json, string member)
    {
        using var document = JsonDocument.Parse(json);
        writer.WriteString(name, document.RootElement.GetProperty(member).GetRawText());
        writer.WriteString($"{name}_signature", document.RootElement.GetProperty("signature").GetString());
    }
}
