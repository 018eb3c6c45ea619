using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Simulation;

namespace SubstraTee.Runtime.Tests;

internal sealed class KeystonePlatform(byte seed = 1) : TestPlatform
{
    private readonly SimulatedKeystoneDevice _device = new(Seed(seed));

    public override EvidenceKind Kind => EvidenceKind.Keystone;

    public override TrustAnchor Anchor => _device.Anchor;

    public override void Dispose() => _device.Dispose();

    public override byte[] Evidence(byte code, byte[] reportData, ulong nowMs) =>
        _device.Report(new SimulatedKeystoneReport { EnclaveHash = Fill(code, 64), Data = [.. reportData] });
}

internal sealed class ArmPsaPlatform : TestPlatform
{
    private readonly SimulatedArmDevice _device = new(Seed(2), onP256: true);

    public int Lifecycle { get; set; } = 0x3000;

    public override EvidenceKind Kind => EvidenceKind.ArmPsa;

    public override TrustAnchor Anchor => _device.Anchor(AnchorRole.ArmPsaIak);

    public override void Dispose() => _device.Dispose();

    public override byte[] Evidence(byte code, byte[] reportData, ulong nowMs) => _device.PsaToken(new SimulatedPsaToken
    {
        Nonce = [.. reportData],
        SecurityLifecycle = Lifecycle,
        Components = [new SimulatedComponent("BL", Fill(code, 32), Fill(9, 32))],
    });
}

internal sealed class ArmCcaPlatform : TestPlatform
{
    private readonly SimulatedArmDevice _device = new(Seed(3));

    public override EvidenceKind Kind => EvidenceKind.ArmCca;

    public override TrustAnchor Anchor => _device.Anchor(AnchorRole.ArmCcaCpak);

    public override void Dispose() => _device.Dispose();

    public override byte[] Evidence(byte code, byte[] reportData, ulong nowMs) => _device.CcaToken(new SimulatedCcaToken
    {
        Challenge = [.. reportData],
        InitialMeasurement = Fill(code, 32),
        PlatformComponents = [new SimulatedComponent("BL", Fill(7, 32), Fill(9, 32))],
    });
}

internal sealed class NitroPlatform : TestPlatform
{
    private readonly SimulatedNitroRoot _root = new(Seed(4), SimulatedValidity.Days(Time(TestChain.Start).AddDays(-1), 365));

    public override EvidenceKind Kind => EvidenceKind.Nitro;

    public override TrustAnchor Anchor => _root.Anchor;

    public override void Dispose() => _root.Dispose();

    public override byte[] Evidence(byte code, byte[] reportData, ulong nowMs) => _root.Document(new SimulatedNitroDocument
    {
        Time = Time(nowMs),
        Registers = [Fill(code, 48), Fill(2, 48), Fill(3, 48)],
        UserData = [.. reportData],
    });
}

internal sealed class SevSnpPlatform : TestPlatform
{
    // RSA keys of 4096 bits take seconds to make: one pair serves all tests.
    private static readonly Lazy<SimulatedSnpRoot> Root = new(() =>
        SimulatedSnpRoot.Generate(SnpProduct.Milan, SimulatedValidity.Days(Time(TestChain.Start).AddDays(-1), 365)));

    private readonly SimulatedSnpMachine _machine = new(
        Root.Value, Seed(5), new SnpTcb(null, 4, 0, 24, 219), SimulatedValidity.Days(Time(TestChain.Start).AddDays(-1), 365));

    private readonly Dictionary<ulong, byte[]> _lists = [];

    public ulong Policy { get; set; } = 0x30000;

    public uint GuestSvn { get; set; } = 3;

    public override EvidenceKind Kind => EvidenceKind.SevSnp;

    public override TrustAnchor Anchor => Root.Value.Anchor;

    /// <summary>The root's list counts for 7 days from the chain's beginning.</summary>
    public override CollateralBundle Collateral(ulong nowMs) => Collateral(revoke: false);

    public CollateralBundle Collateral(bool revoke)
    {
        // Signatures are random: the same list once made.
        if (!_lists.TryGetValue(revoke ? 1u : 0u, out var list))
        {
            list = Root.Value.Crl(SimulatedValidity.Days(Time(TestChain.Start).AddDays(-1), 8), revokeAsk: revoke);
            _lists.Add(revoke ? 1u : 0u, list);
        }

        var raw = _machine.Collateral(list);
        return CollateralBundle.Of(
            Kind,
            [
                new CollateralItem(CollateralRoles.Vek, raw.Vek.ToArray()),
                new CollateralItem(CollateralRoles.Ask, raw.Ask.ToArray()),
                new CollateralItem(CollateralRoles.Ark, raw.Ark.ToArray()),
                new CollateralItem(CollateralRoles.ArkCrl, list),
            ]);
    }

    public override void Dispose() => _machine.Dispose();

    public override byte[] Evidence(byte code, byte[] reportData, ulong nowMs) => _machine.Report(new SimulatedSnpReport
    {
        ReportData = [.. reportData],
        Measurement = Fill(code, 48),
        GuestSvn = GuestSvn,
        Policy = Policy,
    });
}
