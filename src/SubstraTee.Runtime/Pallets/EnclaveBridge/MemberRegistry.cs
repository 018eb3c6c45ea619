using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;
using Judged = SubstraTee.Codec.Result<SubstraTee.Runtime.MemberJudgement, SubstraTee.Attestation.RefusalReason>;

namespace SubstraTee.Runtime;

/// <summary>The members of shards: enclaves whose evidence the shard's policy accepts, at the time of the block.</summary>
/// <remarks>
/// Nothing has to be removed for a member to stop counting: its record names the policies and the time it counts for. Every
/// judgement is <see cref="MemberJudge"/>'s, so that enclaves and clients come to the same one.
/// </remarks>
internal sealed class MemberRegistry(
    EnclaveBridgePallet bridge,
    SystemPallet system,
    TimestampPallet timestamp,
    TeerexPallet teerex,
    ShardPolicyBook policies,
    CollateralRegistry collateral)
{
    private const int MaxUrlBytes = 256;

    public DispatchOutcome Register(RuntimeContext context, AccountId sender, Call.RegisterMember register)
    {
        if (policies.Read(context, register.Shard) is not { } rules)
        {
            return bridge.Fail(Error.ShardNotFound);
        }

        var now = timestamp.Now.Get(context);
        var renewed = bridge.Members.TryGet(context, register.Shard, sender, out var before) && now < before.ExpiresAtMs;
        if (!renewed && bridge.FrozenShards.TryGet(context, register.Shard, out var frozen) && frozen)
        {
            return bridge.Fail(Error.AdmissionFrozen);
        }

        if ((CheckUrl(register.Url) ?? CheckBinding(context, register.Shard, register.Evidence.Binding)) is { } refused)
        {
            return refused;
        }

        var judged = Judge(context, rules, sender, register.Evidence, now);
        if (!judged.IsOk)
        {
            return bridge.Refuse(judged.Error);
        }

        var judgement = judged.Value!;
        Set(context, register.Shard, sender, renewed, new MemberRecord(
            judgement.Evidence.Measurement,
            judgement.Evidence.Tcb,
            judgement.Simulated,
            judgement.Evidence.Debug,
            judgement.PolicyFrom,
            judgement.PolicyTo,
            now,
            judgement.ExpiryOf(now),
            register.Url,
            register.Evidence));
        NotePlatform(context, register.Shard, sender, judgement.Evidence, now);
        return DispatchOutcome.Ok;
    }

    public DispatchOutcome Leave(RuntimeContext context, AccountId sender, ShardId shard)
    {
        if (!bridge.Members.Contains(context, shard, sender))
        {
            return bridge.Fail(Error.NotMember);
        }

        bridge.Members.Remove(context, shard, sender);
        return EnclaveBridgePallet.Emit(context, new Event.MemberLeft(shard, sender));
    }

    public DispatchOutcome Recheck(RuntimeContext context, Call.RecheckMember recheck)
    {
        var (shard, account) = (recheck.Shard, recheck.Account);
        if (policies.Read(context, shard) is not { } rules)
        {
            return bridge.Fail(Error.ShardNotFound);
        }

        if (!bridge.Members.TryGet(context, shard, account, out var record))
        {
            return bridge.Fail(Error.NotMember);
        }

        var now = timestamp.Now.Get(context);
        if (record.ExpiresAtMs <= now)
        {
            return Remove(context, shard, account, RefusalReason.EvidenceTooOld);
        }

        var judged = Judge(context, rules, account, record.Evidence, now);
        if (!judged.IsOk)
        {
            return Remove(context, shard, account, judged.Error);
        }

        var judgement = judged.Value!;
        var again = record with
        {
            Tcb = judgement.Evidence.Tcb,
            Simulated = judgement.Simulated,
            PolicyFrom = judgement.PolicyFrom,
            PolicyTo = judgement.PolicyTo,
            ExpiresAtMs = Math.Min(record.ExpiresAtMs, judgement.ExpiryOf(record.RegisteredAtMs)),
        };
        if (again.ExpiresAtMs <= now)
        {
            return Remove(context, shard, account, RefusalReason.EvidenceTooOld);
        }

        if (again != record)
        {
            Set(context, shard, account, renewed: true, again);
        }

        return DispatchOutcome.Ok;
    }

    /// <summary>Whether an account may work for a shard at this block: a member, or registered without evidence where that is enough.</summary>
    public DispatchError? CheckMember(RuntimeContext context, ShardId shard, ShardRules rules, AccountId account)
    {
        var (version, policy) = (rules.InForce.Version, rules.InForce.Policy);
        if (bridge.Members.TryGet(context, shard, account, out var record)
            && timestamp.Now.Get(context) < record.ExpiresAtMs
            && record.PolicyFrom <= version && version <= record.PolicyTo)
        {
            return null;
        }

        if (!policy.AllowSkippedAttestation)
        {
            return bridge.Fail(Error.NotAdmitted);
        }

        if (teerex.Sovereign(context, account) is not { } enclave)
        {
            return teerex.NotRegistered;
        }

        var isKnownCode = policy.Measurements.Any(one => one.Bytes.AsSpan().SequenceEqual(enclave.MrEnclave.AsSpan()));
        return isKnownCode && enclave.AttestationMethod is SgxAttestationMethod.Skip ? null : bridge.Fail(Error.NotAdmitted);
    }

    private DispatchError? CheckUrl(byte[]? url) =>
        url is null || (url.Length is > 0 and <= MaxUrlBytes && !url.AsSpan().ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            ? null
            : bridge.Fail(Error.InvalidUrl);

    /// <summary>Whether the evidence says that it is for this purpose, chain and shard, and is recent; that it is true, its report data shows.</summary>
    private DispatchError? CheckBinding(RuntimeContext context, ShardId shard, EvidenceBinding binding)
    {
        if (binding.Purpose != EvidencePurpose.Serve || binding.Shard != shard
            || !system.BlockHash.TryGet(context, 0, out var genesis) || binding.Genesis != genesis)
        {
            return bridge.Fail(Error.WrongBinding);
        }

        if (!system.BlockHash.TryGet(context, binding.Recent.Number, out var hash) || hash != binding.Recent.Hash)
        {
            return bridge.Fail(Error.UnknownBlock);
        }

        return context.BlockNumber - binding.Recent.Number <= EvidenceBinding.MaxAgeBlocks
            ? null
            : bridge.Refuse(RefusalReason.EvidenceTooOld);
    }

    /// <summary>Judges evidence by the policy in force and, where one waits, by the next.</summary>
    private Judged Judge(RuntimeContext context, ShardRules rules, AccountId account, MemberEvidence evidence, ulong now)
    {
        CollateralBundle? bundle = null;
        if (evidence.Collateral is { } hash && !collateral.TryRead(context, hash, out bundle))
        {
            return Judged.Fail(RefusalReason.CollateralMissing);
        }

        var floor = FloorOf(context, evidence);
        var inForce = Judge(rules.InForce);
        if (rules.Next is not { } announced)
        {
            return inForce;
        }

        var next = Judge(announced);
        if (!next.IsOk)
        {
            return inForce;
        }

        return inForce.IsOk ? Judged.Ok(inForce.Value!.And(next.Value!)) : next;

        Judged Judge(VersionedPolicy policy) =>
            MemberJudge.Judge(policy.Policy, account, evidence, bundle, now, floor) switch
            {
                PolicyDecision.Accepted { Evidence: var verified } => Judged.Ok(new MemberJudgement(
                    verified, verified.AnchorClass == AnchorClass.Test, policy.Version, policy.Version, policy.Policy.Evidence!.LifetimeMs)),
                PolicyDecision.Rejected rejected => Judged.Fail(rejected.Reason),
                var other => throw new InvalidOperationException($"{other.GetType()} is no decision"),
            };
    }

    private uint FloorOf(RuntimeContext context, MemberEvidence evidence)
    {
        // A quote whose platform cannot be read is refused by its verifier.
        return evidence.Kind is EvidenceKind.SgxDcap or EvidenceKind.Tdx
            && DcapLabels.TryReadFmspc(evidence.Evidence, out var fmspc, out _)
            && bridge.CollateralFloors.TryGet(context, (evidence.Kind, [.. fmspc]), out var floor)
            ? floor
            : 0;
    }

    private void Set(RuntimeContext context, ShardId shard, AccountId account, bool renewed, MemberRecord record)
    {
        bridge.Members.Set(context, shard, account, record);
        EnclaveBridgePallet.Emit(context, new Event.MemberRegistered(
            shard, account, record.Evidence.Kind, record.Measurement, record.Tcb, record.Simulated, record.ExpiresAtMs, renewed));
    }

    /// <summary>Notes on which machine a member runs, and says so when another member runs on it too.</summary>
    private void NotePlatform(RuntimeContext context, ShardId shard, AccountId account, VerifiedEvidence evidence, ulong now)
    {
        foreach (var identity in evidence.Platform)
        {
            if (!identity.Kind.NamesMachine())
            {
                continue;
            }

            var platform = DomainTag.Platform.Hash([(byte)identity.Kind, .. identity.Value]);
            if (bridge.MemberPlatforms.TryGet(context, shard, platform, out var other) && other != account
                && bridge.Members.TryGet(context, shard, other, out var record) && now < record.ExpiresAtMs)
            {
                EnclaveBridgePallet.Emit(context, new Event.PlatformShared(shard, account, other, platform));
            }

            bridge.MemberPlatforms.Set(context, shard, platform, account);
        }
    }

    private DispatchOutcome Remove(RuntimeContext context, ShardId shard, AccountId account, RefusalReason reason)
    {
        bridge.Members.Remove(context, shard, account);
        return EnclaveBridgePallet.Emit(context, new Event.MemberRemoved(shard, account, (ushort)reason));
    }
}
