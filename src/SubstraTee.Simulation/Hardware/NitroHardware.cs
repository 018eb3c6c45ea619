using System.Collections.Immutable;
using SubstraTee.Attestation;

namespace SubstraTee.Simulation;

/// <summary>A simulated hypervisor of AWS Nitro.</summary>
internal sealed class NitroHardware : SimulatedHardware
{
    private readonly SimulatedNitroRoot _root;

    public NitroHardware()
        : base(EvidenceKind.Nitro)
    {
        using var seed = PublicKeys.Seed("nitro");
        _root = new SimulatedNitroRoot(seed, PublicKeys.Validity);
    }

    public override TrustAnchor Root => _root.Anchor;

    public override void Dispose() => _root.Dispose();

    protected override string? Impossible(SimulatedFaults faults) =>
        faults.Tcb != SimulatedTcb.UpToDate ? "AWS makes no statement on the platform" : null;

    protected override byte[] Sign(SimulatedQuoteRequest request, ImmutableArray<(string Name, ImmutableArray<byte> Value)> registers) =>
        _root.Document(new SimulatedNitroDocument
        {
            // A document brings its own certificates, which live for three hours: an expired one is an old one.
            Time = request.Faults.ExpiredCollateral ? request.Time.AddDays(-1) : request.Time,
            Registers = request.Faults.Debug
                ? [.. registers.Select(register => ImmutableArray.Create(new byte[register.Value.Length]))]
                : [.. registers.Select(register => register.Value)],
            UserData = [.. request.ReportData.Span],
        });
}
