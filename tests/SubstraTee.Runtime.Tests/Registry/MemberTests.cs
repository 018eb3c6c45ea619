using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>Who is a member of a shard (docs/protocol.md, section 7). A suffix names a row of the table of faults and attacks.</summary>
public class MemberTests
{
    private readonly ShardWorld _world = new(new KeystonePlatform());

    public static TheoryData<string> Families => ["keystone", "arm-psa", "arm-cca", "nitro", "sev-snp", "sgx-dcap", "tdx"];

    [Theory]
    [MemberData(nameof(Families))]
    public void An_enclave_of_each_family_registers_starts_and_sets_the_key(string family)
    {
        var world = new ShardWorld(PlatformOf(family));
        var evidence = world.Evidence();
        var now = world.Chain.NextMs;

        world.Succeeds(ShardWorld.Enclave, world.Member(evidence));

        var record = world.Record()!;
        Assert.Equal(world.Platform.Measurement(ShardWorld.Code, now), record.Measurement);
        Assert.Equal((Attestation.TcbStatus.UpToDate, true, false), (record.Tcb, record.Simulated, record.Debug));
        Assert.Equal((0u, 0u), (record.PolicyFrom, record.PolicyTo));
        Assert.Equal(now, record.RegisteredAtMs);
        Assert.Equal("wss://worker.example:2000"u8.ToArray(), record.Url);
        Assert.Equal(MemberEvidence.Codec.Encode(evidence), MemberEvidence.Codec.Encode(record.Evidence));
        Assert.InRange(record.ExpiresAtMs, now + 1, now + ShardWorld.Day);
        Assert.Equal(
            [
                new Event.MemberRegistered(
                    world.Shard, ShardWorld.Enclave.AccountId, world.Platform.Kind, record.Measurement, record.Tcb, true, record.ExpiresAtMs, false),
            ],
            world.Events());
        world.Start();
        world.Succeeds(ShardWorld.Enclave, new Call.SetEpochKey(world.Shard, 0, default, default));
    }

    [Fact]
    public void What_no_evidence_vouches_for_is_no_member()
    {
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.StartInstance(_world.Shard, ShardWorld.Instance));
        var skipped = new TeerexPallet.Call.RegisterSgxEnclave(
            [.. _world.Policy.Measurements[0].Bytes.AsSpan(0, 32)], null, new SgxAttestationMethod.Skip(false));
        Assert.True(_world.Chain.Run(ShardWorld.Enclave, new RuntimeCall.Teerex(skipped)).IsSuccess);
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.StartInstance(_world.Shard, ShardWorld.Instance));
        _world.Fails(ShardWorld.Enclave, Error.ShardNotFound, _world.Member(_world.Evidence()) with { Shard = default });
    }

    [Fact]
    public void A_measurement_that_the_policy_does_not_name_is_refused_Row02() =>
        _world.Refuses(RefusalReason.MeasurementNotAllowed, _world.Member(_world.Evidence(code: ShardWorld.OtherCode)));

    [Fact]
    public void A_root_that_the_policy_does_not_name_is_refused_Row07()
    {
        var stranger = new ShardWorld(new KeystonePlatform(seed: 99));
        var binding = _world.Evidence().Binding;
        var foreign = stranger.Platform.Evidence(ShardWorld.Code, binding.ReportData(ShardWorld.Enclave.AccountId), _world.Chain.NextMs);

        _world.Refuses(RefusalReason.KeystoneDeviceUnknown, _world.Member(new MemberEvidence(EvidenceKind.Keystone, foreign, null, binding)));
    }

    public static TheoryData<string> Fields => ["purpose", "genesis", "shard", "key", "instance", "number", "hash", "zeros"];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Report_data_over_another_field_is_refused_Row08(string field)
    {
        var evidence = _world.Evidence(lie: binding => field switch
        {
            "purpose" => binding with { Purpose = EvidencePurpose.Join },
            "genesis" => binding with { Genesis = new Hash256(new Bytes32([.. Enumerable.Repeat((byte)1, 32)])) },
            "shard" => binding with { Shard = default },
            "key" => binding with { Key = new Bytes32([.. Enumerable.Repeat((byte)2, 32)]) },
            "instance" => binding with { Instance = default },
            "number" => binding with { Recent = binding.Recent with { Number = binding.Recent.Number + 1 } },
            "hash" => binding with { Recent = binding.Recent with { Hash = default } },
            _ => binding,
        });
        if (field == "zeros")
        {
            evidence = evidence with { Evidence = _world.Platform.Evidence(ShardWorld.Code, new byte[64], _world.Chain.NextMs) };
        }

        _world.Refuses(RefusalReason.ReportDataMismatch, _world.Member(evidence));
    }

    [Fact]
    public void Evidence_of_another_account_is_refused_Row08()
    {
        var evidence = _world.Evidence();
        _world.Refuses(RefusalReason.ReportDataMismatch, _world.Member(evidence), ShardWorld.Other);
        Assert.Null(_world.Record(ShardWorld.Other));
        _world.Refuses(RefusalReason.ReportDataMismatch, _world.Member(_world.Evidence(account: ShardWorld.Other.AccountId)));
        _world.Succeeds(ShardWorld.Enclave, _world.Member(_world.Evidence()));
    }

    [Fact]
    public void Evidence_made_for_another_purpose_chain_or_shard_is_refused_Row09()
    {
        var elsewhere = _world.Create(_world.Policy, salt: 1);
        var evidence = _world.Evidence();
        _world.Fails(ShardWorld.Enclave, Error.WrongBinding, _world.Member(evidence) with { Shard = elsewhere });
        _world.Fails(
            ShardWorld.Enclave, Error.WrongBinding, _world.Member(_world.Evidence(one => one with { Purpose = EvidencePurpose.Join })));
        _world.Fails(
            ShardWorld.Enclave, Error.WrongBinding, _world.Member(_world.Evidence(one => one with { Purpose = EvidencePurpose.Session })));
        _world.Fails(ShardWorld.Enclave, Error.WrongBinding, _world.Member(_world.Evidence(one => one with { Genesis = default })));
        Assert.Null(_world.Record());
    }

    [Fact]
    public void Evidence_over_a_block_that_is_unknown_or_long_past_is_refused_Row09()
    {
        _world.Fails(
            ShardWorld.Enclave,
            Error.UnknownBlock,
            _world.Member(_world.Evidence(one => one with { Recent = one.Recent with { Hash = Blake2b.Hash256("fork"u8) } })));
        _world.Fails(
            ShardWorld.Enclave,
            Error.UnknownBlock,
            _world.Member(_world.Evidence(one => one with { Recent = one.Recent with { Number = one.Recent.Number + 5 } })));

        var evidence = _world.Evidence();
        _world.Blocks(EvidenceBinding.MaxAgeBlocks - 1);
        _world.Succeeds(ShardWorld.Enclave, _world.Member(evidence));
        _world.Refuses(RefusalReason.EvidenceTooOld, _world.Member(evidence));
    }

    [Fact]
    public void A_registration_ends_by_itself_with_its_lifetime_Row11()
    {
        _world.Register();
        var expires = _world.Record()!.ExpiresAtMs;
        Assert.Equal(_world.NowMs + ShardWorld.Day, expires);
        _world.Chain.Later = ShardWorld.Day - (2 * 6000) - 1;
        _world.Start();
        Assert.True(_world.NowMs < expires);

        _world.Chain.Later += 6000;
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.StartInstance(_world.Shard, ShardWorld.Instance));
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.SetEpochKey(_world.Shard, 0, default, default));
        _world.Succeeds(ShardWorld.Other, new Call.RecheckMember(_world.Shard, ShardWorld.Enclave.AccountId));
        Assert.Equal(
            [new Event.MemberRemoved(_world.Shard, ShardWorld.Enclave.AccountId, (ushort)RefusalReason.EvidenceTooOld)], _world.Events());
        Assert.Null(_world.Record());
    }

    [Fact]
    public void A_registration_ends_before_what_its_evidence_rests_on_does_Row11()
    {
        var world = new ShardWorld(new NitroPlatform());
        world.Register();

        // A Nitro document's certificate lives for three hours; its last second counts.
        Assert.Equal(((world.NowMs / 1000) + (3 * 3600) + 1) * 1000, world.Record()!.ExpiresAtMs);
        world.Chain.Later = 3 * ShardWorld.Hour;
        world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.StartInstance(world.Shard, ShardWorld.Instance));
    }

    [Fact]
    public void Time_is_the_chains_Row20()
    {
        var world = new ShardWorld(new NitroPlatform());
        world.Chain.Later = ShardWorld.Day;
        var fromTomorrow = world.Evidence();
        world.Chain.Later = 0;
        world.Refuses(RefusalReason.NitroDocumentFromFuture, world.Member(fromTomorrow));

        var today = world.Evidence();
        world.Chain.Later = ShardWorld.Day;
        world.Refuses(RefusalReason.CertificateExpired, world.Member(today));
    }

    [Fact]
    public void Renewal_replaces_the_record_and_says_so_Row15()
    {
        _world.Register();
        _world.Chain.Later = 12 * ShardWorld.Hour;
        var other = new InstanceId(Blake2b.Hash256("second start"u8).Bytes);
        var again = _world.Evidence(binding => binding with { Instance = other });
        _world.Succeeds(ShardWorld.Enclave, _world.Member(again) with { Url = null });

        var record = _world.Record()!;
        Assert.Equal(other, record.Evidence.Binding.Instance);
        Assert.Null(record.Url);
        Assert.Equal(_world.NowMs + ShardWorld.Day, record.ExpiresAtMs);
        Assert.True(Assert.IsType<Event.MemberRegistered>(Assert.Single(_world.Events())).Renewed);
    }

    [Fact]
    public void Two_members_on_one_machine_are_flagged_with_both_Row15()
    {
        _world.Register();
        Assert.IsType<Event.MemberRegistered>(Assert.Single(_world.Events()));
        var other = ShardWorld.Other.AccountId;
        _world.Succeeds(ShardWorld.Other, _world.Member(_world.Evidence(account: other)));

        var shared = _world.Events().OfType<Event.PlatformShared>().ToList();
        Assert.NotEmpty(shared);
        Assert.All(shared, one => Assert.Equal((_world.Shard, other, ShardWorld.Enclave.AccountId), (one.Shard, one.Account, one.Other)));

        // Again by the first one, whose own earlier registration is none to mind.
        _world.Register();
        Assert.All(
            _world.Events().OfType<Event.PlatformShared>(),
            one => Assert.Equal((ShardWorld.Enclave.AccountId, other), (one.Account, one.Other)));
        _world.Register();
        Assert.IsType<Event.MemberRegistered>(Assert.Single(_world.Events()));

        // Who has left or expired shares nothing.
        _world.Succeeds(ShardWorld.Enclave, new Call.LeaveShard(_world.Shard));
        _world.Succeeds(ShardWorld.Other, _world.Member(_world.Evidence(account: other)));
        Assert.IsType<Event.MemberRegistered>(Assert.Single(_world.Events()));
        _world.Chain.Later = 2 * ShardWorld.Day;
        _world.Register();
        Assert.IsType<Event.MemberRegistered>(Assert.Single(_world.Events()));
    }

    [Fact]
    public void A_member_may_leave()
    {
        _world.Fails(ShardWorld.Enclave, Error.NotMember, new Call.LeaveShard(_world.Shard));
        _world.Register();

        _world.Succeeds(ShardWorld.Enclave, new Call.LeaveShard(_world.Shard));
        Assert.Equal([new Event.MemberLeft(_world.Shard, ShardWorld.Enclave.AccountId)], _world.Events());
        Assert.Null(_world.Record());
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.StartInstance(_world.Shard, ShardWorld.Instance));
        _world.Fails(ShardWorld.Other, Error.NotMember, new Call.RecheckMember(_world.Shard, ShardWorld.Enclave.AccountId));
        _world.Fails(ShardWorld.Other, Error.ShardNotFound, new Call.RecheckMember(default, ShardWorld.Enclave.AccountId));
    }

    [Fact]
    public void Frozen_admission_takes_no_newcomers_and_lets_members_renew()
    {
        _world.Register();
        _world.Fails(ShardWorld.Other, Error.NotShardAuthority, new Call.FreezeAdmission(_world.Shard, true));
        _world.Succeeds(ShardWorld.Authority, new Call.FreezeAdmission(_world.Shard, true));
        Assert.Equal([new Event.AdmissionFrozen(_world.Shard, true)], _world.Events());

        var newcomer = _world.Member(_world.Evidence(account: ShardWorld.Other.AccountId));
        _world.Fails(ShardWorld.Other, Error.AdmissionFrozen, newcomer);
        _world.Start();
        _world.Register();

        // A registration that has ended is none to renew.
        _world.Chain.Later = ShardWorld.Day + ShardWorld.Hour;
        _world.Fails(ShardWorld.Enclave, Error.AdmissionFrozen, _world.Member(_world.Evidence()));

        _world.Succeeds(ShardWorld.Authority, new Call.FreezeAdmission(_world.Shard, false));
        _world.Succeeds(ShardWorld.Other, _world.Member(_world.Evidence(account: ShardWorld.Other.AccountId)));
        _world.Register();
    }

    [Fact]
    public void An_address_is_short_and_printable()
    {
        var member = _world.Member(_world.Evidence());
        _world.Fails(ShardWorld.Enclave, Error.InvalidUrl, member with { Url = [.. Enumerable.Repeat((byte)'a', 257)] });
        _world.Fails(ShardWorld.Enclave, Error.InvalidUrl, member with { Url = "wss://a b"u8.ToArray() });
        _world.Fails(ShardWorld.Enclave, Error.InvalidUrl, member with { Url = "wss://ä"u8.ToArray() });
        _world.Fails(ShardWorld.Enclave, Error.InvalidUrl, member with { Url = [] });
        _world.Succeeds(ShardWorld.Enclave, member with { Url = [.. Enumerable.Repeat((byte)'a', 256)] });
    }

    [Fact]
    public void Malformed_evidence_is_refused_and_never_faults_Row12()
    {
        var evidence = _world.Evidence();
        _world.Refuses(RefusalReason.EvidenceTruncated, _world.Member(evidence with { Evidence = [] }));
        _world.Refuses(RefusalReason.EvidenceTruncated, _world.Member(evidence with { Evidence = evidence.Evidence[..^1] }));
        _world.Refuses(RefusalReason.EvidenceMalformed, _world.Member(evidence with { Evidence = [.. evidence.Evidence, 0] }));
        _world.Refuses(RefusalReason.EvidenceMalformed, _world.Member(evidence with { Evidence = new byte[MemberEvidence.MaxEvidenceBytes] }));

        // What is longer is no call at all: the length is one compact number of four bytes behind shard and kind.
        var longest = RuntimeCall.Codec.Encode(
            new RuntimeCall.EnclaveBridge(_world.Member(evidence with { Evidence = new byte[MemberEvidence.MaxEvidenceBytes] })));
        Assert.Equal([0x02, 0x00, 0x04, 0x00], longest.AsSpan(35, 4).ToArray());
        Assert.True(RuntimeCall.Codec.TryDecode(longest, out _, out _));
        byte[] longer = [.. longest.AsSpan(0, 35), 0x06, 0x00, 0x04, 0x00, 0, .. longest.AsSpan(39)];
        Assert.False(RuntimeCall.Codec.TryDecode(longer, out _, out _));
    }

    [Fact]
    public void Each_changed_bit_of_evidence_is_refused_Row12()
    {
        var evidence = _world.Evidence();
        var random = new Random(7);
        foreach (var bit in Enumerable.Range(0, 48).Select(_ => random.Next(evidence.Evidence.Length * 8)))
        {
            // Between the data's end and the signature nothing is signed: reports have room for 1024 bytes of data.
            if (bit / 8 is >= 72 + 64 and < 1096)
            {
                continue;
            }

            byte[] changed = [.. evidence.Evidence];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var result = _world.Run(ShardWorld.Enclave, _world.Member(evidence with { Evidence = changed }));
            Assert.True(
                result.Error is DispatchError.Module { Error: { Pallet: 54, Index: (byte)Error.EvidenceRefused } }, $"bit {bit}: {result}");
        }
    }

    [Fact]
    public void Evidence_of_another_kind_than_it_says_is_refused_Row13()
    {
        var evidence = _world.Evidence();
        foreach (var kind in EvidenceKinds.All.Where(one => one != EvidenceKind.Keystone))
        {
            var result = _world.Run(ShardWorld.Enclave, _world.Member(evidence with { Kind = kind }));
            Assert.True(
                result.Error is DispatchError.Module { Error: { Pallet: 54, Index: (byte)Error.EvidenceRefused } }, $"{kind}: {result}");
        }

        // A kind without a number is no call at all.
        var call = RuntimeCall.Codec.Encode(new RuntimeCall.EnclaveBridge(_world.Member(evidence)));
        call[2 + 32] = 99;
        Assert.False(RuntimeCall.Codec.TryDecode(call, out _, out _));
    }

    [Fact]
    public void A_recheck_of_what_holds_changes_nothing()
    {
        _world.Register();
        var record = MemberRecord.Codec.Encode(_world.Record()!);

        _world.Succeeds(ShardWorld.Other, new Call.RecheckMember(_world.Shard, ShardWorld.Enclave.AccountId));
        Assert.Empty(_world.Events());
        Assert.Equal(record, MemberRecord.Codec.Encode(_world.Record()!));
    }

    private static TestPlatform PlatformOf(string family) => family switch
    {
        "keystone" => new KeystonePlatform(),
        "arm-psa" => new ArmPsaPlatform(),
        "arm-cca" => new ArmCcaPlatform(),
        "nitro" => new NitroPlatform(),
        "sev-snp" => new SevSnpPlatform(),
        "sgx-dcap" => new IntelPlatform(),
        "tdx" => new IntelPlatform(EvidenceKind.Tdx),
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };
}
