using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Simulator.Tests;

/// <summary>Minted evidence passes the verifiers of every family, measures what the enclave expects, and fails as it is told to.</summary>
public class SimulatedHardwareTests
{
    private static readonly byte[] Folder = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Account = new([.. Enumerable.Repeat((byte)7, 32)]);

    private static readonly EvidenceBinding Binding = new(
        EvidencePurpose.Serve, default, default, default, default, new BlockRef(9, default));

    public static TheoryData<EvidenceKind> Kinds => [.. EvidenceKinds.All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_family_is_accepted_under_its_test_root_with_the_measurement_known_beforehand(EvidenceKind kind)
    {
        var accepted = Assert.IsType<PolicyDecision.Accepted>(Judge(kind, SimulatedFaults.None));
        Assert.Equal(SimulatedMeasurement.Of(kind, Folder), accepted.Evidence.Measurement);
        Assert.Equal(AnchorClass.Test, accepted.Evidence.AnchorClass);
        Assert.Equal(kind.Family(), accepted.Evidence.Measurement.Family);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Other_code_is_refused_for_its_measurement(EvidenceKind kind) =>
        Assert.Equal(RefusalReason.MeasurementNotAllowed, Refused(kind, new SimulatedFaults { OtherMeasurement = true }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evidence_for_other_report_data_is_refused(EvidenceKind kind)
    {
        using var machine = Machine(kind, 1);
        var request = Request(SimulatedFaults.None) with { ReportData = new byte[64] };
        Assert.Equal(RefusalReason.ReportDataMismatch, Assert.IsType<PolicyDecision.Rejected>(Judge(machine, request)).Reason);
    }

    [Theory]
    [InlineData(EvidenceKind.Ias)]
    [InlineData(EvidenceKind.SgxDcap)]
    [InlineData(EvidenceKind.Tdx)]
    [InlineData(EvidenceKind.SevSnp)]
    [InlineData(EvidenceKind.ArmPsa)]
    [InlineData(EvidenceKind.ArmCca)]
    [InlineData(EvidenceKind.Nitro)]
    public void An_enclave_that_is_open_to_its_host_is_refused(EvidenceKind kind)
    {
        var decision = Assert.IsType<PolicyDecision.Rejected>(Judge(kind, new SimulatedFaults { Debug = true }));
        Assert.Contains(decision.Violations, violation => violation.Reason == RefusalReason.DebugEnclave);
    }

    [Theory]
    [InlineData(EvidenceKind.Ias, RefusalReason.TcbStatusNotAccepted, RefusalReason.IasStatusRefused)]
    [InlineData(EvidenceKind.SgxDcap, RefusalReason.TcbStatusNotAccepted, RefusalReason.TcbRevoked)]
    [InlineData(EvidenceKind.Tdx, RefusalReason.TcbStatusNotAccepted, RefusalReason.TcbRevoked)]
    [InlineData(EvidenceKind.SevSnp, RefusalReason.IsvSvnTooLow, RefusalReason.CertificateRevoked)]
    public void Outdated_and_revoked_platforms_are_refused_by_name(EvidenceKind kind, RefusalReason outdated, RefusalReason revoked)
    {
        Assert.Equal(outdated, Refused(kind, new SimulatedFaults { Tcb = SimulatedTcb.OutOfDate }));
        Assert.Equal(revoked, Refused(kind, new SimulatedFaults { Tcb = SimulatedTcb.Revoked }));
    }

    [Theory]
    [InlineData(EvidenceKind.SgxDcap, RefusalReason.CrlExpired)]
    [InlineData(EvidenceKind.Tdx, RefusalReason.CrlExpired)]
    [InlineData(EvidenceKind.SevSnp, RefusalReason.CrlExpired)]
    [InlineData(EvidenceKind.Nitro, RefusalReason.CertificateExpired)]
    public void Expired_collateral_is_refused_by_name(EvidenceKind kind, RefusalReason reason) =>
        Assert.Equal(reason, Refused(kind, new SimulatedFaults { ExpiredCollateral = true }));

    [Theory]
    [InlineData(EvidenceKind.Keystone)]
    [InlineData(EvidenceKind.ArmPsa)]
    [InlineData(EvidenceKind.Nitro)]
    public void A_fault_that_a_family_does_not_have_is_not_pretended(EvidenceKind kind)
    {
        using var machine = Machine(kind, 1);
        Assert.Throws<ArgumentException>(() => machine.Quote(Request(new SimulatedFaults { Tcb = SimulatedTcb.Revoked })));
    }

    [Theory]
    [InlineData(EvidenceKind.SgxDcap)]
    [InlineData(EvidenceKind.SevSnp)]
    public void The_same_seed_is_the_same_machine_and_another_seed_another(EvidenceKind kind)
    {
        Assert.Equal(Platform(kind, 1), Platform(kind, 1));
        Assert.NotEqual(Platform(kind, 1), Platform(kind, 2));
    }

    [Fact]
    public void The_roots_are_the_same_in_every_process_and_none_is_a_vendors()
    {
        var roots = SimulatedHardware.Roots();
        Assert.Equal(roots.AsEnumerable(), SimulatedHardware.Roots());
        Assert.All(roots, root => Assert.Equal(AnchorClass.Test, root.Class));
        Assert.All(roots, root => Assert.Contains("SIMULATION", root.Name, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(roots.Where(root => TrustAnchors.Production.All.Any(known => known.Key.AsSpan().SequenceEqual(root.Key.AsSpan()))));
        // Whoever made a shard with these roots relies on them: they never change.
        Assert.Equal(
            File.ReadAllLines(Path.Combine(Testing.Repository.Root, "tests", "SubstraTee.Simulator.Tests", "roots.txt")),
            roots.Select(root => $"{root.Role.Text()} {Crypto.Blake2b.Hash256([.. root.Key, .. root.ImplementationId, .. root.InstanceId])}"));
    }

    private static SimulatedHardware Machine(EvidenceKind kind, byte seed)
    {
        using var secret = new SecretBytes([.. Enumerable.Repeat(seed, 32)]);
        return SimulatedHardware.Create(kind, secret);
    }

    private static SimulatedQuoteRequest Request(SimulatedFaults faults) =>
        new() { Folder = Folder, ReportData = Binding.ReportData(Account), Time = Time, Faults = faults };

    private static string Platform(EvidenceKind kind, byte seed)
    {
        using var machine = Machine(kind, seed);
        var accepted = Assert.IsType<PolicyDecision.Accepted>(Judge(machine, Request(SimulatedFaults.None)));
        return string.Join(';', accepted.Evidence.Platform);
    }

    private static RefusalReason Refused(EvidenceKind kind, SimulatedFaults faults) =>
        Assert.IsType<PolicyDecision.Rejected>(Judge(kind, faults)).Reason;

    private static PolicyDecision Judge(EvidenceKind kind, SimulatedFaults faults)
    {
        using var machine = Machine(kind, 1);
        return Judge(machine, Request(faults));
    }

    private static PolicyDecision Judge(SimulatedHardware machine, SimulatedQuoteRequest request)
    {
        var evidence = machine.Quote(request);
        var collateral = machine.Collateral(request, evidence);
        return MemberJudge.Judge(
            Policy(machine), Account, new MemberEvidence(machine.Kind, evidence, collateral?.Hash, Binding), collateral, (ulong)Time.ToUnixTimeMilliseconds());
    }

    private static AdmissionPolicy Policy(SimulatedHardware machine) => new(
        [SimulatedMeasurement.Of(machine.Kind, Folder)],
        new EvidenceRules(
            [TrustRoot.Of(machine.Root)],
            true,
            EvidenceRules.MaskOf([TcbStatus.UpToDate]),
            false,
            3_600_000,
            machine.Kind == EvidenceKind.SevSnp ? [new SecurityFloor(EvidenceKind.SevSnp, "snp_spl", 20)] : ImmutableArray<SecurityFloor>.Empty,
            machine.Firmware),
        false,
        1,
        [],
        30_000);
}
