using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>What vouches for evidence, on chain (docs/protocol.md, section 7). A suffix names a row of the table of faults and attacks.</summary>
public sealed class CollateralTests : IDisposable
{
    private readonly IntelPlatform _intel = new();
    private readonly ShardWorld _world;

    public CollateralTests() => _world = new ShardWorld(_intel);

    public void Dispose() => _intel.Dispose();

    [Fact]
    public void Intels_statements_are_verified_kept_and_raise_the_floor()
    {
        var bundle = _intel.Bundle(18);
        _world.Succeeds(ShardWorld.Other, Register(bundle));

        Assert.Equal([new Event.CollateralRegistered(bundle.Hash, EvidenceKind.SgxDcap, 18)], _world.Events());
        var bridge = TestChain.Runtime.Pallets.EnclaveBridge;
        Assert.True(bridge.Collaterals.TryGet(_world.Chain.Context(), bundle.Hash, out var record));
        Assert.Equal(CollateralBundle.Codec.Encode(bundle), record.Bundle);
        Assert.Equal(_world.NowMs, record.RegisteredAtMs);
        Assert.True(bridge.CollateralFloors.TryGet(_world.Chain.Context(), (EvidenceKind.SgxDcap, [.. _intel.Machine.Spec.Fmspc]), out var floor));
        Assert.Equal(18u, floor);

        _world.Succeeds(ShardWorld.Other, Register(bundle));
        Assert.Empty(_world.Events());
    }

    [Fact]
    public void Statements_of_an_evaluation_before_the_newest_are_refused_Row05()
    {
        _world.Succeeds(ShardWorld.Other, Register(_intel.Bundle(18)));
        _world.Refuses(RefusalReason.CollateralRolledBack, Register(_intel.Bundle(16)));

        // What is on chain already stays there, and is refused with the evidence that refers to it.
        _world.Succeeds(ShardWorld.Other, Register(_intel.Bundle(17)));
        _world.Refuses(RefusalReason.CollateralRolledBack, _world.Member(_world.Evidence()));
        _world.Collateral = _intel.Bundle(18);
        _world.Register();
    }

    [Fact]
    public void Floors_of_one_kind_of_platform_are_not_anothers()
    {
        var tdx = new IntelPlatform(EvidenceKind.Tdx, seed: 6);
        var other = _intel.BundleOf(_intel.Raw(40, info => info with { Fmspc = [1, 2, 3, 4, 5, 6] }));
        _world.Succeeds(ShardWorld.Other, Register(other));
        _world.Succeeds(ShardWorld.Other, Register(tdx.Bundle(30)));
        _world.Register();
    }

    [Fact]
    public void Statements_past_their_next_update_are_refused_Row05()
    {
        const long tenDays = 10 * 86_400;
        _world.Chain.Later = 10 * ShardWorld.Day;
        var bundle = _intel.BundleOf(_intel.Raw(18, listsFrom: IntelPlatform.Begin + tenDays));
        _world.Succeeds(ShardWorld.Other, Register(bundle));
        _world.Chain.Later = 30 * ShardWorld.Day;
        _world.Refuses(RefusalReason.CrlExpired, _world.Member(_world.Evidence()));
        _world.Collateral = bundle;
        _world.Refuses(RefusalReason.CollateralExpired, _world.Member(_world.Evidence()));
        _world.Refuses(RefusalReason.CollateralExpired, Register(_intel.BundleOf(_intel.Raw(19, listsFrom: IntelPlatform.Begin + tenDays))));
    }

    [Fact]
    public void A_registration_ends_with_its_statements_Row05()
    {
        var world = new ShardWorld(_intel, rules => rules with { LifetimeMs = EvidenceRules.MaxLifetimeMs });
        world.Register();
        Assert.Equal(
            (ulong)(IntelPlatform.Begin + IntelSimulator.StatementLifetimeSeconds + 1) * 1000, world.Record()!.ExpiresAtMs);
    }

    [Fact]
    public void Statements_issued_after_the_blocks_time_are_refused_Row20()
    {
        var early = new IntelSimulator(SimulationEntropy.FromSeed([1]), IntelPlatform.Begin);
        using var machine = early.NewPlatform();
        var raw = early.Collateral(machine, EvidenceKind.SgxDcap, IntelPlatform.Begin + (10 * 86_400));
        _world.Refuses(RefusalReason.CrlNotYetValid, Register(_intel.BundleOf(raw)));
    }

    [Fact]
    public void Each_missing_piece_and_each_broken_signature_is_refused_Row07()
    {
        var raw = _intel.Raw(18);
        _world.Refuses(RefusalReason.CrlMissing, Register(Without(CollateralRoles.PckCrl)));
        _world.Refuses(RefusalReason.CrlMissing, Register(Without(CollateralRoles.RootCaCrl)));
        _world.Refuses(RefusalReason.CollateralMissing, Register(Without(CollateralRoles.PckCrlIssuerChain)));
        _world.Refuses(RefusalReason.CollateralMissing, Register(Without(CollateralRoles.TcbInfo)));
        _world.Refuses(RefusalReason.CollateralMissing, Register(Without(CollateralRoles.QeIdentity)));
        _world.Refuses(RefusalReason.CertificateMissing, Register(Without(CollateralRoles.TcbSigningChain)));

        _world.Refuses(RefusalReason.TcbInfoSignatureInvalid, Register(With(CollateralRoles.TcbInfo, Replace(raw.TcbInfo, "\"pcesvn\":13", "\"pcesvn\":12"))));
        _world.Refuses(RefusalReason.QeIdentitySignatureInvalid, Register(With(CollateralRoles.QeIdentity, Replace(raw.QeIdentity, "\"isvsvn\":8", "\"isvsvn\":7"))));
        _world.Refuses(RefusalReason.CrlSignatureInvalid, Register(With(CollateralRoles.PckCrl, Flip(raw.PckCrl))));
        _world.Refuses(RefusalReason.CrlSignatureInvalid, Register(With(CollateralRoles.RootCaCrl, Flip(raw.RootCaCrl))));

        CollateralBundle Without(string role) => CollateralBundle.Of(EvidenceKind.SgxDcap, _intel.BundleOf(raw).Items.Where(item => item.Role != role));

        CollateralBundle With(string role, byte[] bytes) => CollateralBundle.Of(
            EvidenceKind.SgxDcap, _intel.BundleOf(raw).Items.Select(item => item.Role == role ? item with { Bytes = bytes } : item));
    }

    [Fact]
    public void Statements_under_two_roots_are_refused_Row07()
    {
        var (mine, other) = (_intel.Raw(18), new IntelPlatform(seed: 7).Raw(18));
        _world.Refuses(RefusalReason.CrlSignatureInvalid, Register(_intel.BundleOf(Mixed(mine, other, CollateralRoles.RootCaCrl))));
        _world.Refuses(RefusalReason.UntrustedRoot, Register(_intel.BundleOf(Mixed(mine, other, CollateralRoles.PckCrlIssuerChain))));
        _world.Refuses(RefusalReason.TcbInfoSignatureInvalid, Register(_intel.BundleOf(Mixed(mine, other, CollateralRoles.TcbInfo))));
    }

    [Fact]
    public void Collateral_under_another_root_vouches_for_no_member_Row07()
    {
        var other = new IntelPlatform(seed: 7);
        _world.Succeeds(ShardWorld.Other, Register(other.Bundle(17)));
        _world.Collateral = other.Bundle(17);
        _world.Refuses(RefusalReason.UntrustedRoot, _world.Member(_world.Evidence()));
    }

    [Fact]
    public void Collateral_of_another_kind_or_platform_is_refused_Row06()
    {
        var tdx = new IntelPlatform(EvidenceKind.Tdx);
        _world.Refuses(RefusalReason.TcbInfoKindMismatch, Register(_intel.BundleOf(tdx.Raw(18))));

        var elsewhere = _intel.BundleOf(_intel.Raw(18, info => info with { Fmspc = [1, 2, 3, 4, 5, 6] }));
        _world.Succeeds(ShardWorld.Other, Register(elsewhere));
        _world.Collateral = elsewhere;
        _world.Refuses(RefusalReason.CollateralMismatch, _world.Member(_world.Evidence()));

        _world.Succeeds(ShardWorld.Other, Register(tdx.Bundle(18)));
        _world.Collateral = tdx.Bundle(18);
        _world.Refuses(RefusalReason.CollateralMismatch, _world.Member(_world.Evidence()));
    }

    [Fact]
    public void Collateral_that_is_not_registered_vouches_for_nothing()
    {
        _world.Collateral = _intel.Bundle(18);
        _world.Refuses(RefusalReason.CollateralMissing, _world.Member(_world.Evidence()));
        _world.Collateral = null;
        _world.Refuses(RefusalReason.CollateralMissing, _world.Member(_world.Evidence()));
    }

    [Fact]
    public void Malformed_bundles_are_refused_and_never_fault_Row12()
    {
        var bytes = CollateralBundle.Codec.Encode(_intel.Bundle(18));
        _world.Refuses(RefusalReason.CollateralTooLarge, new Call.RegisterCollateral(new byte[CollateralBundle.MaxBytes + 1]));
        _world.Refuses(RefusalReason.CollateralMalformed, new Call.RegisterCollateral([]));
        _world.Refuses(RefusalReason.CollateralMalformed, new Call.RegisterCollateral(bytes[..^1]));
        _world.Refuses(RefusalReason.CollateralMalformed, new Call.RegisterCollateral([.. bytes, 0]));
        _world.Refuses(RefusalReason.CollateralMalformed, new Call.RegisterCollateral([2, .. bytes.AsSpan(1)]));
        _world.Refuses(RefusalReason.CollateralMalformed, Register(CollateralBundle.Of(EvidenceKind.SgxDcap, [])));
        _world.Refuses(RefusalReason.CollateralMalformed, Register(CollateralBundle.Of(EvidenceKind.Keystone, [new CollateralItem("anything", [1])])));
        _world.Refuses(
            RefusalReason.CollateralMalformed,
            Register(CollateralBundle.Of(EvidenceKind.SgxDcap, [.. _intel.Bundle(18).Items, new CollateralItem("z", new byte[1000])])));
        _world.Refuses(
            RefusalReason.CollateralMalformed,
            Register(new CollateralBundle(1, EvidenceKind.SgxDcap, [.. _intel.Bundle(18).Items.Reverse()])));
        var random = new Random(11);
        for (var i = 0; i < 40; i++)
        {
            byte[] changed = [.. bytes];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            var result = _world.Run(ShardWorld.Other, new Call.RegisterCollateral(changed));
            Assert.True(
                result.Error is DispatchError.Module { Error: { Pallet: 54, Index: (byte)Error.EvidenceRefused } }, $"change {i}, seed 11: {result}");
        }
    }

    [Fact]
    public void The_largest_bundle_fits_into_a_block()
    {
        // AMD's pieces belong to one machine: they are kept as they are and verified with its evidence.
        var bundle = CollateralBundle.Of(
            EvidenceKind.SevSnp,
            [
                new CollateralItem(CollateralRoles.Vek, new byte[CollateralBundle.MaxItemBytes]),
                new CollateralItem(CollateralRoles.Ark, new byte[CollateralBundle.MaxItemBytes - 64]),
            ]);
        Assert.InRange(CollateralBundle.Codec.Encode(bundle).Length, CollateralBundle.MaxBytes - 64, CollateralBundle.MaxBytes);
        _world.Succeeds(ShardWorld.Other, Register(bundle));
        Assert.Equal([new Event.CollateralRegistered(bundle.Hash, EvidenceKind.SevSnp, null)], _world.Events());
    }

    [Fact]
    public void A_chain_for_production_takes_collateral_of_intels_root_alone_Row14()
    {
        var chain = new TestChain(PolicyTests.Production);
        var result = chain.Run(ShardWorld.Other, new RuntimeCall.EnclaveBridge(Register(_intel.Bundle(18))));
        Assert.Equal(new DispatchError.Module(new ModuleError(54, (uint)Error.EvidenceRefused | ((uint)RefusalReason.UntrustedRoot << 8))), result.Error);
    }

    private static Call.RegisterCollateral Register(CollateralBundle bundle) => new(CollateralBundle.Codec.Encode(bundle));

    private static DcapCollateral Mixed(DcapCollateral mine, DcapCollateral other, string role) => new()
    {
        TcbInfo = role == CollateralRoles.TcbInfo ? other.TcbInfo : mine.TcbInfo,
        QeIdentity = mine.QeIdentity,
        TcbSigningChain = mine.TcbSigningChain,
        RootCaCrl = role == CollateralRoles.RootCaCrl ? other.RootCaCrl : mine.RootCaCrl,
        PckCrl = mine.PckCrl,
        PckCrlIssuerChain = role == CollateralRoles.PckCrlIssuerChain ? other.PckCrlIssuerChain : mine.PckCrlIssuerChain,
    };

    private static byte[] Replace(ReadOnlyMemory<byte> json, string what, string by)
    {
        var text = System.Text.Encoding.UTF8.GetString(json.Span);
        Assert.Contains(what, text, StringComparison.Ordinal);
        return System.Text.Encoding.UTF8.GetBytes(text.Replace(what, by, StringComparison.Ordinal));
    }

    // The last byte belongs to the signature.
    private static byte[] Flip(ReadOnlyMemory<byte> der) => [.. der.Span[..^1], (byte)(der.Span[^1] ^ 1)];
}
