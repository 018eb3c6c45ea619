using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Enclave;

/// <summary>The parentchain's calls, storage and events as the pinned metadata describes them.</summary>
/// <remarks>No index is known by heart: what the metadata lacks or has in another form is refused at the start.</remarks>
internal sealed class ParentchainRuntime
{
    private const string Bridge = "EnclaveBridge";

    private readonly SigningContext _signing;
    private readonly ExtrinsicV4 _extrinsics;
    private readonly EventReader _events;
    private readonly CallEncoder<ulong> _setTime;
    private readonly CallEncoder<(ShardId Shard, byte[] Envelope)> _invoke;
    private readonly CallEncoder<(byte[] Proof, byte[]? Url, AttestationMethod Method)> _register;
    private readonly CallEncoder<(ShardId Shard, InstanceId Instance)> _startInstance;
    private readonly CallEncoder<((ShardId Shard, uint Epoch) Which, ShieldingKey Key, Hash256 Check)> _setEpochKey;
    private readonly CallEncoder<(Receipt Receipt, ImmutableArray<ReceiptSignature> Signatures)> _submitReceipt;
    private readonly CallEncoder<byte[]> _remark;
    private readonly CallEncoder<(ShardId Shard, MemberEvidence Evidence, byte[]? Url)> _registerMember;
    private readonly CallEncoder<byte[]> _registerCollateral;

    /// <summary>Reads metadata whose hash the policy pins.</summary>
    /// <param name="metadata">V15 metadata.</param>
    /// <param name="specVersion">The spec version that the policy pins it for.</param>
    /// <param name="genesis">The parentchain's genesis hash.</param>
    /// <exception cref="RefusalException">It is none, or the chain lacks what the enclave needs.</exception>
    public ParentchainRuntime(byte[] metadata, uint specVersion, Hash256 genesis)
    {
        try
        {
            var chain = ChainMetadata.Decode(metadata);
            SpecVersion = specVersion;
            MetadataHash = Blake2b.Hash256(metadata);
            _signing = SigningContextOf(chain, specVersion, genesis);
            _extrinsics = new ExtrinsicV4(chain);
            _events = new EventReader(chain);
            _setTime = new(chain, "Timestamp", "set", Scale.CompactU64);
            _invoke = new(chain, Bridge, "invoke", Scale.Tuple(Scale.ShardId, Scale.Bytes));
            _register = new(
                chain, "Teerex", "register_sgx_enclave", Scale.Tuple(Scale.Bytes, Scale.OptionRef(Scale.Bytes), AttestationMethod.Codec));
            _startInstance = new(chain, Bridge, "start_instance", Scale.Tuple(Scale.ShardId, Scale.InstanceId));
            _setEpochKey = new(
                chain, Bridge, "set_epoch_key", Scale.Tuple(Scale.Tuple(Scale.ShardId, Scale.U32), Scale.ShieldingKey, Scale.Hash256));
            _submitReceipt = new(chain, Bridge, "submit_receipt", Scale.Tuple(Receipt.Codec, Scale.Vec(ReceiptSignature.Codec)));
            _remark = new(chain, "System", "remark", Scale.Bytes);
            _registerMember = new(
                chain, Bridge, "register_member", Scale.Tuple(Scale.ShardId, MemberEvidence.Codec, Scale.OptionRef(Scale.Bytes)));
            _registerCollateral = new(chain, Bridge, "register_collateral", Scale.Bytes);
            Anchors = new AnchorReader(chain);
        }
        catch (ChainLacksException)
        {
            throw new RefusalException(RefusalCode.ChainLacksFeature);
        }
        catch (ScaleException)
        {
            throw new RefusalException(RefusalCode.MetadataNotPinned);
        }
    }

    /// <summary>The runtime that the metadata describes.</summary>
    public uint SpecVersion { get; }

    /// <summary>Blake2b-256 of the metadata: what a policy pins.</summary>
    public Hash256 MetadataHash { get; }

    /// <summary>Reads what the chain says of the enclave.</summary>
    public AnchorReader Anchors { get; }

    /// <summary>Whether a policy lets the enclave use this metadata.</summary>
    public bool IsPinnedBy(AdmissionPolicy policy) => policy.Metadata.Contains(new MetadataPin(SpecVersion, MetadataHash));

    /// <summary>Where a block's events lie.</summary>
    public StorageKey EventsKey => _events.Storage.Prefix;

    /// <summary>The keys to prove: of every block with requests the events, of every import's last block the anchors.</summary>
    public ImmutableArray<byte[]> WantedKeys(AnchorQuery query) => [EventsKey.ToArray(), .. Anchors.Keys(query).Select(key => key.ToArray())];

    /// <summary>Finds what concerns a shard in a body; what cannot be read is no request.</summary>
    public BlockContent Read(ImmutableArray<byte[]> extrinsics, ShardId shard, AccountId enclave)
    {
        var time = 0UL;
        var requests = ImmutableArray.CreateBuilder<(uint, byte[])>();
        var receipts = ImmutableArray.CreateBuilder<(uint, Receipt)>();
        for (var i = 0; i < extrinsics.Length; i++)
        {
            if (!_extrinsics.TryDecode(extrinsics[i], out var extrinsic, out _))
            {
                continue;
            }

            var call = extrinsic.Call.Span;
            if (extrinsic.Signed is null)
            {
                time = _setTime.TryDecode(call, out var ms) ? ms : time;
            }
            else if (_invoke.TryDecode(call, out var request) && request.Shard == shard)
            {
                requests.Add(((uint)i, request.Envelope));
            }
            else if (extrinsic.Signed.Signer is MultiAddress.Id signer && signer.Account == enclave
                && _submitReceipt.TryDecode(call, out var submitted)
                && submitted.Receipt.Shard == shard)
            {
                receipts.Add(((uint)i, submitted.Receipt));
            }
        }

        return new BlockContent(time, requests.DrainToImmutable(), receipts.DrainToImmutable());
    }

    /// <summary>Which of a block's extrinsics succeeded.</summary>
    /// <exception cref="RefusalException">The events do not fit the body.</exception>
    public ImmutableArray<bool> Successes(ReadOnlyMemory<byte> events, int extrinsics)
    {
        try
        {
            return [.. _events.Outcomes(events, extrinsics).Select(outcome => outcome.Status == ExtrinsicStatus.Succeeded)];
        }
        catch (ScaleException)
        {
            throw new RefusalException(RefusalCode.EventsMismatch);
        }
    }

    /// <summary>Registers the enclave without evidence: on development chains only.</summary>
    public byte[] RegisterCall(Measurement measurement) =>
        _register.Encode((measurement.Bytes.ToArray(), null, new AttestationMethod.Skip(Proxied: false)));

    /// <summary>Registers the enclave by evidence, or renews that.</summary>
    public byte[] RegisterMemberCall(ShardId shard, MemberEvidence evidence, byte[]? url) => _registerMember.Encode((shard, evidence, url));

    /// <summary>Puts collateral on chain.</summary>
    public byte[] RegisterCollateralCall(CollateralBundle bundle) => _registerCollateral.Encode(CollateralBundle.Codec.Encode(bundle));

    /// <summary>Publishes an instance.</summary>
    public byte[] StartInstanceCall(ShardId shard, InstanceId instance) => _startInstance.Encode((shard, instance));

    /// <summary>Sets an epoch's public key.</summary>
    public byte[] SetEpochKeyCall(ShardContext context) => _setEpochKey.Encode((
        (context.Shard, context.Epoch.Epoch),
        context.Epoch.Shielding.PublicKey,
        Commitment.StateKeyCheck(context.Epoch.StateKey, context.Shard, context.Epoch.Epoch)));

    /// <summary>Submits a receipt.</summary>
    public byte[] SubmitReceiptCall(PendingReceipt pending) => _submitReceipt.Encode((pending.Receipt, [pending.Signature]));

    /// <summary>Does nothing but be seen.</summary>
    public byte[] ChallengeCall(Bytes32 random) => _remark.Encode(random.ToArray());

    /// <summary>Signs a call as a mortal extrinsic born at a proven block.</summary>
    public byte[] Sign(KeyPair key, byte[] call, uint nonce, BlockRef head)
    {
        var era = Era.Mortal(Outbox.LifetimeBlocks, head.Number);
        return _extrinsics.Sign(call, key, new SignedExtra(nonce, era, BirthHash(era, head), 0), _signing);
    }

    private static Hash256 BirthHash(Era era, BlockRef head) => era.Birth(head.Number) == head.Number
        ? head.Hash
        : throw new InvalidOperationException("an era born at the head starts there");

    private static SigningContext SigningContextOf(ChainMetadata chain, uint specVersion, Hash256 genesis) =>
        chain.Version is { } version && version.SpecVersion == specVersion
            ? new SigningContext(specVersion, version.TransactionVersion, genesis)
            : throw new RefusalException(RefusalCode.SpecUnknown);
}
