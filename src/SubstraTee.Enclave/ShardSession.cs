using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf;

namespace SubstraTee.Enclave;

/// <summary>A booted shard: follows the parentchain, joins, serves, and stops when it must.</summary>
/// <remarks>
/// Nothing is served or signed for clients until this start is registered, its instance is proven final and this key's
/// newest, and the history contains the proven anchor (docs/architecture.md, "Rollback and clones"). Without a registration
/// that counts the enclave goes on following the chain, serves nothing, and comes back by itself.
/// </remarks>
internal sealed class ShardSession(
    IEnclavePlatform platform,
    Entropy entropy,
    ShardContext context,
    EnclaveIdentity identity,
    InstanceId instance,
    ShardEngine engine,
    ParentchainFollower follower,
    ParentchainRuntime runtime,
    QueryAnswerer queries,
    byte[]? url) : IDisposable
{
    private readonly ExtrinsicDesk _desk = new(context, identity, instance, runtime, platform.Measurement, url);
    private readonly MembershipRules _rules = new(platform.Measurement, platform.Evidence, instance);
    private readonly EvidenceFlow _flow = new(identity.SigningKey.AccountId, platform.Evidence);
    private ImmutableArray<byte[]> _reportedKeys = [];
    private ProvenAnchors? _anchors;
    private bool _instanceProven;
    private EnclaveState _state = EnclaveState.CatchingUp;
    private RefusalCode? _reason;
    private ulong _lastProgressMs = platform.MonotonicMs;
    private BlockInfo _headInfo;
    private EnclaveStatus? _reported;

    /// <summary>Why the shard stopped for good, or null.</summary>
    public RefusalCode? Halted { get; private set; }

    private PolicyInForce Policy => follower.Policies.At(engine.Head.Number);

    private PolicyInForce? NextPolicy => follower.Policies.NextAfter(engine.Head.Number);

    /// <summary>What is to be done right after the boot.</summary>
    public IEnumerable<EnclaveEffect> Begin() => [.. KeysChange(), .. StatusChange()];

    /// <summary>Handles one input of a booted shard.</summary>
    /// <exception cref="RefusalException">It is refused; nothing was changed.</exception>
    public IReadOnlyList<EnclaveEffect> Handle(EnclaveInput input)
    {
        if (Halted is { } halted)
        {
            throw new RefusalException(halted);
        }

        return input switch
        {
            EnclaveInput.ImportBlocks import => Import(import),
            EnclaveInput.ProveHead head => ProveHead(head.Block),
            EnclaveInput.Query query => Answer(query.Envelope),
            EnclaveInput.Tick => Tick(),
            EnclaveInput.ExtrinsicRejected rejected => Reject(rejected.Hash),
            EnclaveInput.Evidence evidence => [_flow.Take(evidence, platform.MonotonicMs)],
            EnclaveInput.Collateral collateral => Take(collateral),
            _ => throw new RefusalException(RefusalCode.OutOfOrder),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        engine.Dispose();
        identity.Dispose();
    }

    private List<EnclaveEffect> Import(EnclaveInput.ImportBlocks import)
    {
        var verified = follower.Verify(import);
        var anchors = verified.Anchors;
        var head = verified.Blocks[^1].Info;
        var policy = verified.Policies.At(head.Number);
        if (Disqualification(anchors, policy) is { } reason)
        {
            return Halt(reason);
        }

        var instanceProven = IsInstanceProven(anchors);
        List<EnclaveEffect> effects;
        try
        {
            var mayClose = instanceProven && _rules.StandingUnder(policy, anchors, head.UnixTimeMs) == Standing.Member;
            effects = engine.Apply(Executable(verified, anchors), mayClose);
        }
        catch (RefusalException refused) when (refused.Code == RefusalCode.HistoryMismatch)
        {
            return Halt(RefusalCode.HistoryMismatch);
        }

        follower.Commit(verified);
        _lastProgressMs = platform.MonotonicMs;
        Observe(anchors, instanceProven, head);
        if (anchors.Receipt is { } anchor && anchor.ReceiptHash != engine.Receipts.Progress.ConfirmedHash)
        {
            return [.. effects, .. Halt(RefusalCode.HistoryMismatch)];
        }

        effects.AddRange(GoOn());
        return effects;
    }

    // After a start there may be nothing new on the chain, yet the enclave has to know its account and publish itself. What
    // it is shown is no news: a host that shows it for ever shows a frozen chain.
    private List<EnclaveEffect> ProveHead(BlockInput block)
    {
        var (head, anchors) = follower.VerifyHead(block);
        if (Disqualification(anchors, Policy) is { } reason)
        {
            return Halt(reason);
        }

        Observe(anchors, IsInstanceProven(anchors), head.Info);
        return [.. Pursue(), .. GoOn()];
    }

    // Without the shard's keys nothing can be executed: its requests are for enclaves that have them.
    private VerifiedImport Executable(VerifiedImport verified, ProvenAnchors anchors) => HasForeignKey(anchors)
        ? verified with { Blocks = [.. verified.Blocks.Select(block => block with { Requests = [] })] }
        : verified;

    private List<EnclaveEffect> GoOn()
    {
        (_state, _reason) = Judge();
        return [.. Send(), .. KeysChange(), .. StatusChange()];
    }

    private bool IsInstanceProven(ProvenAnchors anchors) =>
        _instanceProven || anchors.Instance is { } now && now.Instance == instance;

    private RefusalCode? Disqualification(ProvenAnchors anchors, PolicyInForce policy)
    {
        if (IsSuperseded(anchors))
        {
            return RefusalCode.Superseded;
        }

        // With evidence it can be a member that is to be given the keys; without, nobody could give them to it.
        return HasForeignKey(anchors) && (_instanceProven || _rules.ModeUnder(policy.Policy) == AdmissionMode.Skip)
            ? RefusalCode.ProvisioningRequired
            : null;
    }

    private void Observe(ProvenAnchors anchors, bool instanceProven, BlockInfo head)
    {
        _anchors = anchors;
        _instanceProven = instanceProven;
        _headInfo = head;
        _desk.Observe(anchors, head.Number);
        if (_flow.Observe(anchors.Member))
        {
            _desk.EvidenceRegistered();
        }

        if (!NeedsEvidence())
        {
            _flow.Drop();
        }
    }

    // Whoever published last is the newest; once this instance was that, any other is newer, and this one must stop.
    private bool IsSuperseded(ProvenAnchors anchors) =>
        _instanceProven && anchors.Instance is { } now && now.Instance != instance;

    private bool HasForeignKey(ProvenAnchors anchors) => anchors.EpochKey is { } key
        && (key.ShieldingKey != context.Epoch.Shielding.PublicKey
            || key.StateKeyCheck != Commitment.StateKeyCheck(context.Epoch.StateKey, context.Shard, context.Epoch.Epoch));

    private bool NeedsEvidence() =>
        _anchors is { } anchors && _rules.NeedsEvidence(Policy, NextPolicy, anchors, _headInfo.UnixTimeMs);

    private (EnclaveState State, RefusalCode? Reason) Judge()
    {
        if (_anchors is not { } anchors)
        {
            return (EnclaveState.CatchingUp, null);
        }

        var standing = _rules.StandingUnder(Policy, anchors, _headInfo.UnixTimeMs);
        if (!_instanceProven && engine.Receipts.MetUnknownReceipt)
        {
            return (EnclaveState.CatchingUp, RefusalCode.SealedStateStale);
        }

        var registersFirst = _instanceProven || _rules.ModeUnder(Policy.Policy) == AdmissionMode.Evidence;
        return standing switch
        {
            Standing.NotAdmitted => (EnclaveState.Joining, RefusalCode.NotAdmitted),
            Standing.NotRegistered when registersFirst => (EnclaveState.Joining, RefusalCode.NotRegistered),
            _ when HasForeignKey(anchors) => (EnclaveState.Joining, RefusalCode.ProvisioningRequired),
            _ when !_instanceProven => (EnclaveState.CatchingUp, null),
            _ when anchors.EpochKey is null => (EnclaveState.Joining, null),
            _ when _desk.IsChallenging => (EnclaveState.Stalled, RefusalCode.ParentchainStalled),
            _ => (EnclaveState.Serving, null),
        };
    }

    private List<EnclaveEffect> Send()
    {
        if (_anchors is not { } anchors)
        {
            return [];
        }

        var mode = _rules.ModeUnder(Policy.Policy);
        var isMember = _rules.StandingUnder(Policy, anchors, _headInfo.UnixTimeMs) == Standing.Member;
        return _desk.Due(new DeskState(
            anchors,
            engine.Head,
            RegistersBySkip: mode == AdmissionMode.Skip,
            _flow.Ready,
            // By Skip all steps go out at once, since nothing between them can fail.
            Joins: (isMember || mode == AdmissionMode.Skip) && !HasForeignKey(anchors),
            InstanceProven: _instanceProven,
            isMember && _instanceProven ? engine.Receipts.Pending : []));
    }

    private List<EnclaveEffect> Answer(byte[] envelope)
    {
        if (_state is not (EnclaveState.Serving or EnclaveState.Stalled))
        {
            throw new RefusalException(RefusalCode.NotServing);
        }

        if (_state == EnclaveState.Stalled || IsStale())
        {
            return [new EnclaveEffect.Refused(RefusalCode.ParentchainStalled), .. Challenge(), .. StatusChange()];
        }

        var (answer, refusal) = queries.Answer(engine.State, engine.Head, _headInfo, envelope);
        return [answer is null ? new EnclaveEffect.Refused(refusal) : new EnclaveEffect.Answer(answer)];
    }

    private bool IsStale() => platform.MonotonicMs - _lastProgressMs > Policy.Policy.StallAfterMs;

    // The host may freeze the chain. Only an extrinsic of our own, made now, shows that what follows is no older.
    private List<EnclaveEffect> Challenge()
    {
        _state = EnclaveState.Stalled;
        _reason = RefusalCode.ParentchainStalled;
        return _desk.Challenge(_anchors!, engine.Head, entropy.Public());
    }

    private List<EnclaveEffect> Tick() =>
        [.. Pursue(), .. Send(), .. _state == EnclaveState.Stalled ? Challenge() : [], .. StatusChange()];

    // Not with every import: while it replays, what it gathers would be too old before it is registered.
    private List<EnclaveEffect> Pursue() =>
        NeedsEvidence() && _flow.Pursue(engine.Head, BindingAt, platform.MonotonicMs) is { } wanted ? [wanted, .. KeysChange()] : [];

    private EvidenceBinding BindingAt(BlockRef recent) => new(
        EvidencePurpose.Serve,
        context.Genesis,
        context.Shard,
        HasForeignKey(_anchors!) ? default : context.Epoch.Shielding.PublicKey.Bytes,
        instance,
        recent);

    private List<EnclaveEffect> Take(EnclaveInput.Collateral collateral)
    {
        IEnumerable<PolicyInForce> policies = NextPolicy is { } next ? [Policy, next] : [Policy];
        var refused = _flow.Take(collateral, (evidence, bundle) => _rules.RefusalOf(
            identity.SigningKey.AccountId, evidence, bundle, policies, _headInfo.UnixTimeMs));
        return refused is { } reason
            ? [new EnclaveEffect.EvidenceRefused((ushort)reason), new EnclaveEffect.Refused(RefusalCode.EvidenceRefused)]
            : [.. KeysChange(), .. Send()];
    }

    private List<EnclaveEffect> Reject(Hash256 hash)
    {
        _desk.Reject(hash);
        return [];
    }

    private List<EnclaveEffect> Halt(RefusalCode reason)
    {
        Halted = reason;
        _state = EnclaveState.Halted;
        _reason = reason;
        var effects = StatusChange();
        Dispose();
        return effects;
    }

    private List<EnclaveEffect> KeysChange()
    {
        follower.Collateral = _flow.Ready?.Collateral?.Hash;
        var keys = follower.WantedKeys;
        if (keys.Length == _reportedKeys.Length && keys.Zip(_reportedKeys, (one, other) => one.AsSpan().SequenceEqual(other)).All(same => same))
        {
            return [];
        }

        _reportedKeys = keys;
        return [new EnclaveEffect.WantKeys(keys)];
    }

    private List<EnclaveEffect> StatusChange()
    {
        var status = new EnclaveStatus(
            _state,
            _reason,
            platform.IsSimulated,
            identity.SigningKey.AccountId,
            instance,
            platform.Measurement,
            context.Epoch.Epoch,
            context.Epoch.Shielding.PublicKey,
            engine.Head,
            (uint)engine.Receipts.Pending.Length,
            Policy.Version,
            platform.Evidence,
            _rules.ExpiresAtMs(_anchors));
        if (status == _reported)
        {
            return [];
        }

        _reported = status;
        return [new EnclaveEffect.Status(status)];
    }
}
