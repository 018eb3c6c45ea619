using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Attestation.Json;
using SubstraTee.Attestation.X509;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Fuzz;

/// <summary>Evidence, collateral and the files around them; seeds are minted by the simulation.</summary>
internal static class AttestationTargets
{
    private const long Time = 1_790_000_000;

    private static readonly SimulationEntropy Entropy = SimulationEntropy.FromSeed("fuzz"u8);
    private static readonly IntelSimulator Intel = new(Entropy, Time);
    private static readonly SimulatedIntelPlatform Machine = Intel.NewPlatform();
    private static readonly IasTestAuthority Ias = new(Entropy, Time, Time + 1);
    private static readonly SgxReportSpec Enclave = new() { MrEnclave = new byte[32], MrSigner = new byte[32] };
    private static readonly TdReportSpec Domain = new() { MrTd = new byte[48] };
    private static readonly DcapCollateral SgxCollateral = Intel.Collateral(Machine, EvidenceKind.SgxDcap, Time);
    private static readonly DcapCollateral TdxCollateral = Intel.Collateral(Machine, EvidenceKind.Tdx, Time);
    private static readonly IasReportSpec Report = new() { Report = Enclave, Time = Time, Advisories = ["INTEL-SA-00001"] };
    private static readonly VerificationOptions Options = new() { CollectDiagnostics = true };

    public static IEnumerable<IFuzzTarget> All =>
    [
        Quotes("attestation-sgx", EvidenceKind.SgxDcap, SgxCollateral, [.. new[] { 3, 4, 5 }.Select(version => new QuoteSpec { Version = version }.Sign(Machine, Enclave))]),
        Quotes(
            "attestation-tdx",
            EvidenceKind.Tdx,
            TdxCollateral,
            [
                new QuoteSpec { Version = 4 }.Sign(Machine, Domain), new QuoteSpec { Version = 5 }.Sign(Machine, Domain),
                new QuoteSpec { Version = 5 }.Sign(Machine, Domain with { TeeTcbSvn2 = Domain.TeeTcbSvn }),
            ]),
        Reports(),
        Parser("attestation-tcb-info", [SgxCollateral.TcbInfo.ToArray(), TdxCollateral.TcbInfo.ToArray()], bytes => TcbInfo.Parse(bytes, signer: null).Levels.Length),
        Parser("attestation-qe-identity", [SgxCollateral.QeIdentity.ToArray()], bytes =>
            QeIdentity.Parse(bytes, Certificate.Parse(Intel.Root.TcbSigner.Raw, "signer").Key).Levels.Length),
        Parser("attestation-certificate", [Machine.Pck.Raw, Intel.Root.PlatformCa.Raw, Ias.Signer.Raw], bytes =>
        {
            var certificate = Certificate.Parse(bytes, "certificate");
            return certificate.TryGetExtension("1.2.840.113741.1.13.1", out _) ? PckExtension.Of(certificate).PceSvn : certificate.Extensions.Count;
        }),
        Parser(
            "attestation-crl",
            [SgxCollateral.PckCrl.ToArray(), CertificateSpec.RevocationList(Machine.Authority, Time, Time + 1, Machine.Pck.SerialNumber)],
            bytes => CertificateRevocationList.Parse(bytes, "list").Count),
        Parser("attestation-pem", [SgxCollateral.TcbSigningChain.ToArray()], bytes =>
            CertificateChain.Order(Pem.ReadCertificates(bytes.Span, "chain"), "chain").Certificates.Count),
        Parser("attestation-json", ["""{"a":[1,"x\u0041",{"b":null}],"c":true}"""u8.ToArray()], bytes =>
        {
            var value = StrictJson.Parse(bytes, JsonLimits.Default);
            return value.Raw.Length <= bytes.Length ? (int)value.Kind : throw new InvalidOperationException("a value longer than its text");
        }),
        new FunctionTarget("attestation-policy", () => ["""{"version":1,"kinds":{"tdx":{"any_code":true,"max_age_seconds":1}}}"""u8.ToArray()], input =>
            AttestationPolicy.TryParse(input.ToArray(), out var policy, out var error) ? -1 - policy.Kinds.Count : error.Length),
        new FunctionTarget("attestation-anchors", () => [AnchorFile()], input =>
            TrustAnchors.TryParse(input.ToArray(), out var anchors, out var error) ? -1 - anchors.All.Length : error.Length),
    ];

    /// <summary>Quotes under prepared collateral: nothing that was not minted may be accepted.</summary>
    private static FunctionTarget Quotes(string name, EvidenceKind kind, DcapCollateral collateral, byte[][] seeds)
    {
        _ = PreparedDcapCollateral.TryPrepare(collateral, Intel.Anchors, out var prepared, out _, out var detail);
        return new FunctionTarget(name, () => seeds, input =>
        {
            var verdict = EvidenceVerifier.Verify(
                kind, input.ToArray(), prepared ?? throw new InvalidOperationException(detail), Intel.Anchors, Time, Options);
            if (verdict is Verdict.Refused refused)
            {
                return Place(refused);
            }

            // Whatever follows a quote is not part of it.
            return StartsWithAny(input, seeds) ? -1 : throw new InvalidOperationException("a quote that nobody made was accepted");
        });
    }

    private static FunctionTarget Reports()
    {
        byte[][] seeds = [Ias.WrapInJson(Report), Ias.WrapInCertificate(Report, bindKey: true)];
        return new FunctionTarget("attestation-ias", () => seeds, input =>
        {
            var verdict = EvidenceVerifier.Verify(EvidenceKind.Ias, input.ToArray(), Collateral.None, Ias.Anchors, Time, Options);
            return verdict switch
            {
                Verdict.Refused refused => Place(refused),
                Verdict.Verified { Evidence.Measurement: var measurement } when measurement.Bytes.AsSpan().SequenceEqual(Enclave.MrEnclave) => -1,
                _ => throw new InvalidOperationException("a report that nobody made was accepted"),
            };
        });
    }

    private static FunctionTarget Parser(string name, byte[][] seeds, Func<ReadOnlyMemory<byte>, int> parse) =>
        new(name, () => seeds, input =>
        {
            try
            {
                return -1 - parse(input.ToArray());
            }
            catch (RefusalException refusal)
            {
                return ((int)refusal.Reason << 8) ^ refusal.Message.Length;
            }
            catch (JsonFaultException fault)
            {
                return fault.Message.Length;
            }
        });

    private static int Place(Verdict.Refused refused) => ((int)refused.Reason << 8) ^ refused.Detail.Length ^ (refused.Diagnostics.Entries.Length << 16);

    private static bool StartsWithAny(ReadOnlySpan<byte> input, byte[][] seeds)
    {
        foreach (var seed in seeds)
        {
            if (input.StartsWith(seed))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] AnchorFile()
    {
        var key = Convert.ToHexString(Intel.Anchors.All[0].Key.AsSpan());
        return Encoding.UTF8.GetBytes(
            $$"""{"version":1,"class":"test","anchors":[{"role":"intel_sgx_root","name":"x","source":"y","key":"{{key}}"}]}""");
    }
}
