using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Stf;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>Verifies parentchain blocks: finality from the checkpoint, bodies, events and anchors by proof.</summary>
/// <remarks>
/// Verification changes nothing; <see cref="Commit"/> makes a verified import the new head. A withheld request shows because
/// every body is checked whole against its header.
/// </remarks>
internal sealed class ParentchainFollower(
    ShardDescriptor descriptor, ShardContext context, ParentchainRuntime runtime, AccountId enclave)
{
    private FinalityChain _chain = new(
        descriptor.Genesis, descriptor.Checkpoint.Number, descriptor.Checkpoint.Hash, VotersOf(descriptor));

    /// <summary>The shard's policies as far as the head proves them.</summary>
    public PolicySchedule Policies { get; private set; } = new(descriptor.Policy, []);

    /// <summary>Collateral whose presence on chain is asked about, or null.</summary>
    public Hash256? Collateral { get; set; }

    /// <summary>The keys to be proven from now on.</summary>
    public ImmutableArray<byte[]> WantedKeys => runtime.WantedKeys(Query);

    private AnchorQuery Query => new(context.Shard, context.Epoch.Epoch, enclave, Policies.Newest + 1, Collateral);

    /// <summary>Goes on from a sealed light client and the policies that it had proven.</summary>
    /// <exception cref="SealException">The bytes are none.</exception>
    public void Restore(byte[] finality, ImmutableArray<AnnouncedPolicy> policies)
    {
        Policies = new PolicySchedule(descriptor.Policy, policies);
        _chain = FinalityChain.TryDecode(finality, out var chain) ? chain! : throw new SealException(RefusalCode.SealedVersionUnknown);
    }

    /// <summary>Verifies an import against the current head.</summary>
    /// <exception cref="RefusalException">Anything of it is not proven.</exception>
    public VerifiedImport Verify(EnclaveInput.ImportBlocks import)
    {
        var headers = new BlockHeader[import.Blocks.Length];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = BlockHeader.Codec.TryDecode(import.Blocks[i].Header, out var header, out _)
                ? header
                : throw new RefusalException(RefusalCode.HeaderMalformed);
        }

        var after = Copy(_chain);
        if (!after.TryImport(headers, import.Justification, out var finalized, out var error))
        {
            throw new RefusalException(CodeOf(error.Fault));
        }

        if (finalized.Length != headers.Length)
        {
            throw new RefusalException(RefusalCode.BlockGap);
        }

        var blocks = ImmutableArray.CreateBuilder<VerifiedBlock>(headers.Length);
        for (var i = 0; i < headers.Length - 1; i++)
        {
            blocks.Add(VerifyBlock(finalized[i], import.Blocks[i], state: null));
        }

        var (last, anchors, policies) = VerifyLast(finalized[^1], import.Blocks[^1], finalized[0].Number);
        blocks.Add(last);
        return new VerifiedImport(
            [.. blocks.Select(block => block with { PolicyVersion = policies.At(block.Ref.Number).Version })],
            anchors,
            policies.Prune(last.Ref.Number),
            after.Encode());
    }

    /// <summary>Verifies the current head once more, for what its state says.</summary>
    /// <exception cref="RefusalException">It is another block, or its state is not proven.</exception>
    public (VerifiedBlock Head, ProvenAnchors Anchors) VerifyHead(BlockInput block)
    {
        if (!BlockHeader.Codec.TryDecode(block.Header, out var header, out _))
        {
            throw new RefusalException(RefusalCode.HeaderMalformed);
        }

        if (!_chain.TryVerifyHead(header, out var head))
        {
            throw new RefusalException(RefusalCode.BlockGap);
        }

        var (proven, anchors, _) = VerifyLast(head!, block, head!.Number);
        return (proven, anchors);
    }

    /// <summary>Makes a verified import the new head.</summary>
    public void Commit(VerifiedImport import) => Restore(import.Finality, import.Policies.Announced);

    private static AuthoritySet VotersOf(ShardDescriptor descriptor) =>
        AuthoritySet.TryCreate(
            descriptor.SetId,
            [.. descriptor.Authorities.Select(one => new GrandpaAuthority(one.Key, one.Weight))],
            out var voters)
                ? voters!
                : throw new RefusalException(RefusalCode.DescriptorInvalid);

    private static FinalityChain Copy(FinalityChain chain) =>
        FinalityChain.TryDecode(chain.Encode(), out var copy) ? copy! : throw new InvalidOperationException("a light client reads itself");

    private static RefusalCode CodeOf(LightClientFault fault) => fault switch
    {
        LightClientFault.WrongGenesis => RefusalCode.WrongGenesis,
        LightClientFault.NoHeaders or LightClientFault.Stale or LightClientFault.NumberGap => RefusalCode.BlockGap,
        LightClientFault.TooManyHeaders => RefusalCode.TooManyBlocks,
        LightClientFault.BrokenAncestry => RefusalCode.BrokenAncestry,
        LightClientFault.Equivocation => RefusalCode.Equivocation,
        _ => RefusalCode.Unjustified,
    };

    private static VerifiedState Open(FinalizedHeader header, BlockInput input)
    {
        var limits = new ProofLimits(ProtocolLimits.MaxProofNodes, ProtocolLimits.MaxFrameBytes, MaxDepth: 128);
        return VerifiedState.TryOpen(header.Header.StateRoot, input.Proof, limits, out var state, out var error)
            ? state
            : throw new RefusalException(error.IsIncomplete ? RefusalCode.ProofIncomplete : RefusalCode.ProofInvalid);
    }

    private (VerifiedBlock Block, ProvenAnchors Anchors, PolicySchedule Policies) VerifyLast(
        FinalizedHeader header, BlockInput input, uint firstBlock)
    {
        var state = Open(header, input);
        var anchors = runtime.Anchors.Read(state, Query);
        var policies = Policies.Follow(anchors.NewestPolicy, anchors.NextPolicy, firstBlock, header.Number);
        return anchors.SpecVersion == runtime.SpecVersion && runtime.IsPinnedBy(policies.At(header.Number).Policy)
            ? (VerifyBlock(header, input, state), anchors, policies)
            : throw new RefusalException(RefusalCode.SpecUnknown);
    }

    private VerifiedBlock VerifyBlock(FinalizedHeader header, BlockInput input, VerifiedState? state)
    {
        if (!VerifiedBody.TryVerify(header, [.. input.Extrinsics.Select(one => (ReadOnlyMemory<byte>)one)], out _))
        {
            throw new RefusalException(RefusalCode.BodyMismatch);
        }

        var content = runtime.Read(input.Extrinsics, context.Shard, enclave);
        var reference = new BlockRef(header.Number, header.Hash);
        var info = new BlockInfo(header.Number, content.UnixTimeMs);
        if (!content.NeedsEvents)
        {
            return new VerifiedBlock(reference, info, PolicyVersion: 0, [], []);
        }

        var events = (state ?? Open(header, input)).Read(runtime.EventsKey.Span);
        if (events.Kind == ProvenReadKind.NotInProof)
        {
            throw new RefusalException(RefusalCode.ProofIncomplete);
        }

        var successes = runtime.Successes(events.Value, input.Extrinsics.Length);
        return new VerifiedBlock(
            reference,
            info,
            PolicyVersion: 0,
            [.. content.Requests.Where(request => successes[(int)request.Extrinsic])],
            [.. content.OwnReceipts.Where(receipt => successes[(int)receipt.Extrinsic]).Select(receipt => receipt.Receipt)]);
    }
}
