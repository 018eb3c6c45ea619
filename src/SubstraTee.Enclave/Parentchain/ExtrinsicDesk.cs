using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Makes the extrinsics that are due, each until the proven state shows its effect.</summary>
internal sealed class ExtrinsicDesk(
    ShardContext context, EnclaveIdentity identity, InstanceId instance, ParentchainRuntime runtime, Measurement measurement, byte[]? url)
{
    private const string ChallengeKey = "challenge";
    private const string CollateralKey = "collateral";
    private const string MemberKey = "member";

    private readonly Outbox _outbox = new();
    private uint? _challengeNonce;

    /// <summary>Whether the enclave waits to see an extrinsic of its own, made now, on a chain that may be frozen.</summary>
    public bool IsChallenging { get; private set; }

    /// <summary>Takes note of what is proven.</summary>
    public void Observe(ProvenAnchors anchors, uint head)
    {
        _outbox.Observe(anchors.Nonce, head);
        if (_challengeNonce < anchors.Nonce)
        {
            _challengeNonce = null;
            IsChallenging = false;
            _outbox.Done(ChallengeKey);
        }
    }

    /// <summary>The evidence is on chain: the next registration is a new matter.</summary>
    public void EvidenceRegistered()
    {
        _outbox.Done(CollateralKey);
        _outbox.Done(MemberKey);
    }

    /// <summary>The pool refused an extrinsic.</summary>
    public void Reject(Hash256 hash) => _outbox.Reject(hash);

    /// <summary>What is due and not on its way.</summary>
    public List<EnclaveEffect> Due(DeskState state)
    {
        var effects = new List<EnclaveEffect>();
        void Want(string key, ExtrinsicPurpose purpose, Func<byte[]> call)
        {
            if (TrySend(state.Anchors, state.Head, key, call) is { } extrinsic)
            {
                effects.Add(new EnclaveEffect.SubmitExtrinsic(purpose, extrinsic));
            }
        }

        if (state.RegistersBySkip && !state.Anchors.IsRegistered)
        {
            Want("register", ExtrinsicPurpose.Register, () => runtime.RegisterCall(measurement));
        }

        if (state.Evidence is ({ } evidence, var collateral))
        {
            var isKnown = collateral is null ? true : state.Anchors.Has(collateral.Hash);
            if (isKnown == false)
            {
                Want(CollateralKey, ExtrinsicPurpose.RegisterCollateral, () => runtime.RegisterCollateralCall(collateral!));
            }
            else if (isKnown == true)
            {
                Want(MemberKey, ExtrinsicPurpose.Register, () => runtime.RegisterMemberCall(context.Shard, evidence, url));
            }
        }

        if (state.Joins && !state.InstanceProven)
        {
            Want("instance", ExtrinsicPurpose.StartInstance, () => runtime.StartInstanceCall(context.Shard, instance));
        }

        if (state.Joins && state.Anchors.EpochKey is null)
        {
            Want("epoch", ExtrinsicPurpose.SetEpochKey, () => runtime.SetEpochKeyCall(context));
        }

        foreach (var pending in state.Receipts)
        {
            Want(pending.Receipt.Hash.ToString(), ExtrinsicPurpose.SubmitReceipt, () => runtime.SubmitReceiptCall(pending));
        }

        return effects;
    }

    /// <summary>Begins a challenge, or sends it again.</summary>
    public List<EnclaveEffect> Challenge(ProvenAnchors anchors, BlockRef head, Bytes32 random)
    {
        IsChallenging = true;
        uint? used = null;
        var extrinsic = TrySend(anchors, head, ChallengeKey, () => runtime.ChallengeCall(random), nonce => used = nonce);
        if (extrinsic is null)
        {
            return [];
        }

        _challengeNonce = used;
        return [new EnclaveEffect.SubmitExtrinsic(ExtrinsicPurpose.Challenge, extrinsic)];
    }

    private byte[]? TrySend(ProvenAnchors anchors, BlockRef head, string key, Func<byte[]> call, Action<uint>? note = null) =>
        _outbox.TrySend(key, anchors.Nonce, head.Number, nonce =>
        {
            note?.Invoke(nonce);
            return runtime.Sign(identity.SigningKey, call(), nonce, head);
        });
}
