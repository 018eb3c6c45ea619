using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf;

namespace SubstraTee.Enclave;

/// <summary>A booted shard: follows the parentchain, joins, serves, and stops when it must.</summary>
/// <remarks>
/// Nothing is served or signed for clients until this instance is proven final, it is this key's newest, and the history
/// contains the proven anchor (docs/architecture.md, "Rollback and clones").
/// </remarks>
internal sealed class ShardSession(
    IEnclavePlatform platform,
    IStfExecution stf,
    Entropy entropy,
    ShardDescriptor descriptor,
    ShardContext context,
    EnclaveIdentity identity,
    InstanceId instance,
    ShardEngine engine,
    ParentchainFollower follower,
    ParentchainRuntime runtime) : IDisposable
{
    private const string ChallengeKey = "challenge";

    private readonly QueryAnswerer _queries = new(stf, context, identity.SigningKey, entropy);
    private readonly Outbox _outbox = new();
    private ProvenAnchors? _anchors;
    private bool _instanceProven;
    private EnclaveState _state = EnclaveState.CatchingUp;
    private RefusalCode? _reason;
    private ulong _lastProgressMs = platform.MonotonicMs;
    private uint? _challengeNonce;
    private BlockInfo _headInfo;
    private EnclaveStatus? _reported;

    /// <summary>Why the shard stopped for good, or null.</summary>
    public RefusalCode? Halted { get; private set; }

    /// <summary>What is to be done right after the boot.</summary>
    public IEnumerable<EnclaveEffect> Begin() =>
    [
        new EnclaveEffect.WantKeys(runtime.WantedKeys(context, identity.SigningKey.AccountId)),
        .. StatusChange(),
    ];

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
        if (Disqualification(anchors) is { } reason)
        {
            return Halt(reason);
        }

        var instanceProven = IsInstanceProven(anchors);
        List<EnclaveEffect> effects;
        try
        {
            effects = engine.Apply(verified.Blocks, verified.Finality, mayClose: instanceProven);
        }
        catch (RefusalException refused) when (refused.Code == RefusalCode.HistoryMismatch)
        {
            return Halt(RefusalCode.HistoryMismatch);
        }

        follower.Commit(verified);
        Observe(anchors, instanceProven, verified.Blocks[^1].Info);
        if (anchors.Receipt is { } anchor && anchor.ReceiptHash != engine.Receipts.Progress.ConfirmedHash)
        {
            return [.. effects, .. Halt(RefusalCode.HistoryMismatch)];
        }

        effects.AddRange(GoOn());
        return effects;
    }

    // After a start there may be nothing new on the chain, yet the enclave has to know its account and publish itself.
    private List<EnclaveEffect> ProveHead(BlockInput block)
    {
        var (head, anchors) = follower.VerifyHead(block);
        if (Disqualification(anchors) is { } reason)
        {
            return Halt(reason);
        }

        Observe(anchors, IsInstanceProven(anchors), head.Info);
        return GoOn();
    }

    private List<EnclaveEffect> GoOn()
    {
        UpdateState();
        return [.. Send(), .. StatusChange()];
    }

    private bool IsInstanceProven(ProvenAnchors anchors) =>
        _instanceProven || anchors.Instance is { } now && now.Instance == instance;

    private RefusalCode? Disqualification(ProvenAnchors anchors)
    {
        if (IsSuperseded(anchors))
        {
            return RefusalCode.Superseded;
        }

        return anchors.EpochKey is { } key && !IsOwnKey(key) ? RefusalCode.ProvisioningRequired : null;
    }

    private void Observe(ProvenAnchors anchors, bool instanceProven, BlockInfo head)
    {
        _anchors = anchors;
        _instanceProven = instanceProven;
        _headInfo = head;
        _lastProgressMs = platform.MonotonicMs;
        _outbox.Observe(anchors.Nonce, head.Number);
        if (_challengeNonce < anchors.Nonce)
        {
            _challengeNonce = null;
            _outbox.Done(ChallengeKey);
        }
    }

    // Whoever published last is the newest; once this instance was that, any other is newer, and this one must stop.
    private bool IsSuperseded(ProvenAnchors anchors) =>
        _instanceProven && anchors.Instance is { } now && now.Instance != instance;

    private bool IsOwnKey(EpochKeyRecord key) =>
        key.ShieldingKey == context.Epoch.Shielding.PublicKey
        && key.StateKeyCheck == Commitment.StateKeyCheck(context.Epoch.StateKey, context.Shard, context.Epoch.Epoch);

    private void UpdateState()
    {
        var joined = _anchors is { IsRegistered: true, EpochKey: not null } && _instanceProven;
        if (!_instanceProven)
        {
            _state = EnclaveState.CatchingUp;
            _reason = engine.Receipts.MetUnknownReceipt ? RefusalCode.SealedStateStale : null;
        }
        else
        {
            _state = joined ? (_challengeNonce is null ? EnclaveState.Serving : EnclaveState.Stalled) : EnclaveState.Joining;
            _reason = _state switch
            {
                EnclaveState.Stalled => RefusalCode.ParentchainStalled,
                EnclaveState.Joining when _anchors is { IsRegistered: false } => RefusalCode.NotRegistered,
                _ => null,
            };
        }
    }

    private List<EnclaveEffect> Send()
    {
        var effects = new List<EnclaveEffect>();
        if (_anchors is not { } anchors)
        {
            return effects;
        }

        void Want(string key, ExtrinsicPurpose purpose, Func<byte[]> call)
        {
            if (_outbox.TrySend(
                key, anchors.Nonce, engine.Head.Number, nonce => runtime.Sign(identity.SigningKey, call(), nonce, engine.Head)) is { } extrinsic)
            {
                effects.Add(new EnclaveEffect.SubmitExtrinsic(purpose, extrinsic));
            }
        }

        if (!anchors.IsRegistered)
        {
            Want("register", ExtrinsicPurpose.Register, () => runtime.RegisterCall(platform.Measurement));
        }

        if (!_instanceProven)
        {
            Want("instance", ExtrinsicPurpose.StartInstance, () => runtime.StartInstanceCall(context.Shard, instance));
        }

        if (anchors.EpochKey is null)
        {
            Want("epoch", ExtrinsicPurpose.SetEpochKey, () => runtime.SetEpochKeyCall(context));
        }

        if (_instanceProven)
        {
            foreach (var pending in engine.Receipts.Pending)
            {
                Want(pending.Receipt.Hash.ToString(), ExtrinsicPurpose.SubmitReceipt, () => runtime.SubmitReceiptCall(pending));
            }
        }

        return effects;
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

        var (answer, refusal) = _queries.Answer(engine.State, engine.Head, _headInfo, envelope);
        return [answer is null ? new EnclaveEffect.Refused(refusal) : new EnclaveEffect.Answer(answer)];
    }

    private bool IsStale() => platform.MonotonicMs - _lastProgressMs > descriptor.Policy.StallAfterMs;

    // The host may freeze the chain. Only an extrinsic of our own, made now, shows that what follows is no older.
    private List<EnclaveEffect> Challenge()
    {
        _state = EnclaveState.Stalled;
        _reason = RefusalCode.ParentchainStalled;
        uint? used = null;
        var extrinsic = _outbox.TrySend(ChallengeKey, _anchors!.Nonce, engine.Head.Number, nonce =>
        {
            used = nonce;
            return runtime.Sign(identity.SigningKey, runtime.ChallengeCall(entropy.Public()), nonce, engine.Head);
        });
        if (extrinsic is null)
        {
            return [];
        }

        _challengeNonce = used;
        return [new EnclaveEffect.SubmitExtrinsic(ExtrinsicPurpose.Challenge, extrinsic)];
    }

    private List<EnclaveEffect> Tick() => [.. Send(), .. _state == EnclaveState.Stalled ? Challenge() : [], .. StatusChange()];

    private List<EnclaveEffect> Reject(Hash256 hash)
    {
        _outbox.Reject(hash);
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
            (uint)engine.Receipts.Pending.Length);
        if (status == _reported)
        {
            return [];
        }

        _reported = status;
        return [new EnclaveEffect.Status(status)];
    }
}
