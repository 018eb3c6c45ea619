using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>What a shard's policy asks of evidence. A suffix names a row of the table of faults and attacks.</summary>
public class EvidencePolicyTests
{
    public static TheoryData<string> DebugFamilies => ["sgx-dcap", "tdx", "sev-snp"];

    [Theory]
    [MemberData(nameof(DebugFamilies))]
    public void A_debug_enclave_is_refused_unless_the_policy_is_for_debugging_Row01(string family)
    {
        var world = new ShardWorld(Debugged(family));
        world.Refuses(RefusalReason.DebugEnclave, world.Member(world.Evidence()));

        var open = new ShardWorld(Debugged(family), rules => rules with { AllowDebug = true });
        Assert.True(open.Policy.IsDevelopment);
        open.Register();
        Assert.True(open.Record()!.Debug);
    }

    [Fact]
    public void A_device_in_a_debug_state_is_refused_Row01()
    {
        var world = new ShardWorld(new ArmPsaPlatform());
        ((ArmPsaPlatform)world.Platform).Lifecycle = 0x4000;
        world.Refuses(RefusalReason.DebugEnclave, world.Member(world.Evidence()));
    }

    [Fact]
    public void A_security_version_below_the_floor_is_refused_Row03()
    {
        var sgx = new IntelPlatform { IsvSvn = 3 };
        var world = new ShardWorld(sgx, rules => rules with { Floors = [new SecurityFloor(EvidenceKind.SgxDcap, "isv_svn", 3)] });
        sgx.IsvSvn = 2;
        world.Refuses(RefusalReason.IsvSvnTooLow, world.Member(world.Evidence()));
        sgx.IsvSvn = 3;
        world.Register();

        var snp = new SevSnpPlatform { GuestSvn = 3 };
        var guests = new ShardWorld(snp, rules => rules with { Floors = [new SecurityFloor(EvidenceKind.SevSnp, "guest_svn", 3)] });
        snp.GuestSvn = 2;
        guests.Refuses(RefusalReason.IsvSvnTooLow, guests.Member(guests.Evidence()));
    }

    public static TheoryData<Attestation.TcbStatus> Statuses =>
        [.. TcbStatuses.All.Where(one => one is <= Attestation.TcbStatus.OutOfDateConfigurationNeeded or Attestation.TcbStatus.Revoked)];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void A_status_is_accepted_where_the_policy_names_it_and_revoked_never_Row04(Attestation.TcbStatus status)
    {
        if (status == Attestation.TcbStatus.Revoked)
        {
            var every = At(status, one => one is not (Attestation.TcbStatus.Revoked or Attestation.TcbStatus.NotSupported));
            every.Refuses(RefusalReason.TcbRevoked, every.Member(every.Evidence()));
            return;
        }

        var naming = At(status, one => one == status);
        naming.Register();
        Assert.Equal(status, naming.Record()!.Tcb);

        var others = At(status, one => one != status && one is not (Attestation.TcbStatus.Revoked or Attestation.TcbStatus.NotSupported));
        others.Refuses(RefusalReason.TcbStatusNotAccepted, others.Member(others.Evidence()));
    }

    [Fact]
    public void A_member_whose_platform_was_revoked_is_removed_by_anybodys_recheck_Row04()
    {
        var intel = new IntelPlatform();
        var world = new ShardWorld(intel);
        world.Register();
        var recheck = new Call.RecheckMember(world.Shard, ShardWorld.Enclave.AccountId);
        world.Succeeds(ShardWorld.Other, recheck);
        Assert.NotNull(world.Record());

        // The next evaluation knows the platform's state as revoked: what the member showed is rolled back by that.
        var revoked = intel.BundleOf(intel.Raw(
            18, info => info with { Levels = [.. info.Levels.Select(level => level with { Status = "Revoked" })] }));
        world.Succeeds(ShardWorld.Other, new Call.RegisterCollateral(CollateralBundle.Codec.Encode(revoked)));
        world.Start();
        world.Succeeds(ShardWorld.Other, recheck);
        Assert.Equal(
            [new Event.MemberRemoved(world.Shard, ShardWorld.Enclave.AccountId, (ushort)RefusalReason.CollateralRolledBack)], world.Events());
        world.Refuses(RefusalReason.CollateralRolledBack, world.Member(world.Evidence()));
        world.Collateral = revoked;
        world.Refuses(RefusalReason.TcbRevoked, world.Member(world.Evidence()));
    }

    [Fact]
    public void A_revoked_certificate_is_refused_Row07()
    {
        var intel = new IntelPlatform();
        var world = new ShardWorld(intel);
        var raw = intel.Raw(18);
        var list = CertificateSpec.RevocationList(
            intel.Machine.Authority, IntelPlatform.Begin, IntelPlatform.Begin + IntelSimulator.StatementLifetimeSeconds, intel.Machine.Pck.SerialNumber);
        var bundle = CollateralBundle.Of(
            EvidenceKind.SgxDcap,
            intel.BundleOf(raw).Items.Select(item => item.Role == CollateralRoles.PckCrl ? item with { Bytes = list } : item));
        world.Succeeds(ShardWorld.Other, new Call.RegisterCollateral(CollateralBundle.Codec.Encode(bundle)));
        world.Collateral = bundle;
        world.Refuses(RefusalReason.CertificateRevoked, world.Member(world.Evidence()));

        var snp = new SevSnpPlatform();
        var guests = new ShardWorld(snp);
        guests.Register();
        guests.Collateral = snp.Collateral(revoke: true);
        guests.Succeeds(ShardWorld.Other, new Call.RegisterCollateral(CollateralBundle.Codec.Encode(guests.Collateral)));
        guests.Refuses(RefusalReason.CertificateRevoked, guests.Member(guests.Evidence()));
    }

    [Fact]
    public void A_self_made_root_is_refused_Row07()
    {
        var world = new ShardWorld(new IntelPlatform());
        using var forged = new IntelPlatform(seed: 77);
        var binding = world.Evidence().Binding;
        var quote = forged.Evidence(ShardWorld.Code, binding.ReportData(ShardWorld.Enclave.AccountId), world.Chain.NextMs);
        world.Refuses(RefusalReason.UntrustedRoot, world.Member(new MemberEvidence(EvidenceKind.SgxDcap, quote, world.Collateral!.Hash, binding)));
    }

    [Fact]
    public void A_monitor_or_firmware_that_the_policy_does_not_name_is_refused_Row02()
    {
        var unnamed = new ShardWorld(new KeystonePlatform(), rules => rules with { Registers = [] });
        unnamed.Refuses(RefusalReason.FirmwareNotNamed, unnamed.Member(unnamed.Evidence()));

        var other = new ShardWorld(
            new KeystonePlatform(), rules => rules with { Registers = [rules.Registers[0] with { Value = [.. new byte[64]] }] });
        other.Refuses(RefusalReason.RegisterNotAllowed, other.Member(other.Evidence()));

        var firmware = new ShardWorld(
            new ArmCcaPlatform(), rules => rules with { Registers = [rules.Registers[0] with { Value = [.. new byte[32]] }] });
        firmware.Refuses(RefusalReason.RegisterNotAllowed, firmware.Member(firmware.Evidence()));
    }

    [Fact]
    public void A_quote_of_an_unknown_version_is_refused_Row13()
    {
        var world = new ShardWorld(new IntelPlatform());
        var evidence = world.Evidence();
        byte[] changed = [9, 0, .. evidence.Evidence.AsSpan(2)];
        world.Refuses(RefusalReason.UnsupportedEvidence, world.Member(evidence with { Evidence = changed }));
    }

    [Fact]
    public void A_shard_of_two_families_takes_both_and_no_third()
    {
        var sgx = new IntelPlatform();
        var keystone = new KeystonePlatform();
        var world = new ShardWorld(sgx, rules => rules with
        {
            Roots = [.. rules.Roots, TrustRoot.Of(keystone.Anchor)],
            Registers = keystone.Firmware(),
        });
        world.Register();

        // A root alone does not do: the policy names no measurement of that family.
        var binding = world.Evidence().Binding;
        var report = keystone.Evidence(ShardWorld.Code, binding.ReportData(ShardWorld.Enclave.AccountId), world.Chain.NextMs);
        var member = world.Member(new MemberEvidence(EvidenceKind.Keystone, report, null, binding));
        world.Refuses(RefusalReason.KindNotAllowed, member);

        world.Announce(world.Policy with { Measurements = [.. world.Policy.Measurements, keystone.Measurement(ShardWorld.Code, world.Chain.NextMs)] });
        world.Succeeds(ShardWorld.Enclave, member);
        Assert.Equal((1u, 1u), (world.Record()!.PolicyFrom, world.Record()!.PolicyTo));
    }

    private static TestPlatform Debugged(string family) => family switch
    {
        "sgx-dcap" => new IntelPlatform { Debug = true },
        "tdx" => new IntelPlatform(EvidenceKind.Tdx) { Debug = true },
        _ => new SevSnpPlatform { Policy = 0x30000 | (1 << 19) },
    };

    /// <summary>A shard that accepts some statuses, and a platform that Intel gives one.</summary>
    private static ShardWorld At(Attestation.TcbStatus status, Func<Attestation.TcbStatus, bool> accepted)
    {
        var intel = new IntelPlatform();
        var world = new ShardWorld(intel, rules => rules with { AcceptedTcb = EvidenceRules.MaskOf(TcbStatuses.All.Where(accepted)) });
        world.Collateral = intel.BundleOf(intel.Raw(
            18, info => info with { Levels = [.. info.Levels.Select(level => level with { Status = status.Text() })] }));
        world.Succeeds(ShardWorld.Other, new Call.RegisterCollateral(CollateralBundle.Codec.Encode(world.Collateral)));
        return world;
    }
}
