using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Simulation;

/// <summary>A simulated attestation service of Intel for EPID quotes.</summary>
internal sealed class IasHardware : SimulatedHardware
{
    private readonly RSA _authorityKey = PublicKeys.RsaKey("ias-authority");
    private readonly RSA _signerKey = PublicKeys.RsaKey("ias-signer");
    private readonly IasTestAuthority _authority;

    public IasHardware()
        : base(EvidenceKind.Ias)
    {
        using var seed = PublicKeys.Seed("ias");
        _authority = new IasTestAuthority(
            SimulationEntropy.FromSeed(seed.Reveal()),
            PublicKeys.Validity.NotBefore.ToUnixTimeSeconds(),
            PublicKeys.Validity.NotAfter.ToUnixTimeSeconds(),
            _authorityKey,
            _signerKey);
    }

    public override TrustAnchor Root => _authority.Anchors.All[0];

    public override bool KeepsCollateral => false;

    public override void Dispose()
    {
        _authorityKey.Dispose();
        _signerKey.Dispose();
    }

    protected override string? Impossible(SimulatedFaults faults) =>
        faults.ExpiredCollateral ? "a report is signed by a certificate that lives for decades; it has no other collateral" : null;

    protected override byte[] Sign(SimulatedQuoteRequest request, ImmutableArray<(string Name, ImmutableArray<byte> Value)> registers)
    {
        var enclave = new SgxReportSpec
        {
            MrEnclave = [.. registers[0].Value],
            MrSigner = SHA256.HashData("substraTEE SIMULATION"u8),
            ReportData = request.ReportData.ToArray(),
        };
        return Encoding.UTF8.GetBytes(new IasReportSpec
        {
            Report = request.Faults.Debug ? enclave.WithDebug() : enclave,
            Time = request.Time.ToUnixTimeSeconds(),
            QuoteStatus = request.Faults.Tcb switch
            {
                SimulatedTcb.UpToDate => "OK",
                SimulatedTcb.OutOfDate => "GROUP_OUT_OF_DATE",
                _ => "GROUP_REVOKED",
            },
        }.ToJson());
    }

    protected override ImmutableArray<CollateralItem> Vouch(SimulatedQuoteRequest request, byte[] evidence) =>
    [
        new CollateralItem(
            CollateralRoles.IasSignature,
            Encoding.ASCII.GetBytes(Convert.ToBase64String(_authority.Sign(Encoding.UTF8.GetString(evidence))))),
        new CollateralItem(
            CollateralRoles.IasSigningChain, Encoding.ASCII.GetBytes(Uri.EscapeDataString(_authority.Signer.Pem + _authority.Authority.Pem))),
    ];
}
