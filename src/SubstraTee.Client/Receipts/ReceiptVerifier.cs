using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>Checks receipts, offline: everything it believes follows from the shard's id.</summary>
/// <remarks>docs/protocol.md, sections 2, 4 and 7.</remarks>
public static class ReceiptVerifier
{
    /// <summary>Checks a bundle for a shard.</summary>
    /// <param name="bundle">What somebody hands over.</param>
    /// <param name="shard">The shard that one trusts.</param>
    public static ReceiptVerdict Verify(ReceiptBundle bundle, ShardId shard)
    {
        if (ShardDescriptor.IdOf(bundle.Descriptor.Span) != shard)
        {
            return ReceiptVerdict.Refused(
                ReceiptFault.DescriptorMismatch,
                $"the bundle's descriptor is that of shard {ShardDescriptor.IdOf(bundle.Descriptor.Span)}, not of {shard}");
        }

        if (!ShardDescriptor.TryRead(bundle.Descriptor.Span, out var descriptor, out var why))
        {
            return ReceiptVerdict.Refused(ReceiptFault.DescriptorMismatch, why);
        }

        if (!bundle.Envelope.IsEmpty && RequestEnvelope.HashOf(bundle.Envelope.Span) != bundle.Served.Leaf.CiphertextHash)
        {
            return ReceiptVerdict.Refused(
                ReceiptFault.EnvelopeMismatch, "the envelope's hash is not the one in the leaf: the receipt is another request's");
        }

        var leaf = CheckLeaf(bundle.Served);
        if (leaf is not null)
        {
            return leaf;
        }

        var signatures = CheckSignatures(bundle.Served, descriptor, shard);
        return signatures ?? CheckAnchor(bundle.Served, bundle.Anchor, descriptor, shard);
    }

    /// <summary>Checks that a leaf is the receipt's.</summary>
    internal static ReceiptVerdict? CheckLeaf(ServedReceipt served)
    {
        var receipt = served.Receipt;
        if (!MerkleTree.Verify(receipt.LeavesRoot, served.Leaf.Hash, served.Index, receipt.LeafCount, served.Path))
        {
            return ReceiptVerdict.Refused(ReceiptFault.LeafNotInReceipt, "the path from the leaf does not lead to the receipt's root");
        }

        var block = served.Leaf.Position.Block;
        return block < receipt.FirstBlock.Number || block > receipt.LastBlock.Number
            ? ReceiptVerdict.Refused(
                ReceiptFault.PositionOutside,
                $"the leaf stands in block {block}, the receipt covers {receipt.FirstBlock.Number} to {receipt.LastBlock.Number}")
            : null;
    }

    /// <summary>Checks that enough enclaves signed the receipt; whether they are members is for the anchor's proof to say.</summary>
    internal static ReceiptVerdict? CheckSignatures(ServedReceipt served, ShardDescriptor descriptor, ShardId shard)
    {
        var receipt = served.Receipt;
        if (receipt.Version != Receipt.CurrentVersion)
        {
            return ReceiptVerdict.Refused(ReceiptFault.UnknownVersion, $"the receipt's layout {receipt.Version} is not known");
        }

        if (receipt.Shard != shard)
        {
            return ReceiptVerdict.Refused(ReceiptFault.WrongShard, $"the receipt is that of shard {receipt.Shard}");
        }

        var signers = SignersOf(served);
        if (signers.Distinct().Count() != signers.Length || signers.Length < descriptor.Policy.ReceiptThreshold)
        {
            return ReceiptVerdict.Refused(
                ReceiptFault.TooFewSignatures,
                $"{signers.Distinct().Count()} enclaves signed it, the policy asks for {descriptor.Policy.ReceiptThreshold}");
        }

        foreach (var signature in served.Signatures)
        {
            if (!receipt.IsSignedBy(signature))
            {
                return ReceiptVerdict.Refused(
                    ReceiptFault.BadSignature, $"the signature of {signature.Signer} is not over this receipt");
            }
        }

        return null;
    }

    /// <summary>The signers in the order in which the chain names them.</summary>
    internal static ImmutableArray<AccountId> SignersOf(ServedReceipt served) =>
        [.. served.Signatures.Select(one => one.Signer).Order()];

    /// <summary>What has to be proved of a receipt's anchor.</summary>
    internal static ImmutableArray<StorageKey> KeysOf(ServedReceipt served, ShardId shard, uint newestPolicy)
    {
        var signers = SignersOf(served);
        return
        [
            BridgeKeys.LatestReceipt(shard, Receipt.SignerKey(signers)),
            .. PolicyView.KeysOf(shard, newestPolicy),
            BridgeKeys.Now(),
            .. signers.SelectMany(signer => MemberReader.KeysOf(shard, signer)),
        ];
    }

    /// <summary>Checks that the receipt is anchored in final state, by admitted members.</summary>
    internal static ReceiptVerdict CheckAnchor(
        ServedReceipt served, ReceiptAnchorProof anchor, ShardDescriptor descriptor, ShardId shard)
    {
        if (!AuthoritySet.TryCreate(
            descriptor.SetId, [.. descriptor.Authorities.Select(one => new GrandpaAuthority(one.Key, one.Weight))], out var voters))
        {
            return ReceiptVerdict.Refused(ReceiptFault.NotFinal, "the descriptor's authorities are no set of voters");
        }

        if (!VoterChange.TryFollow(voters!, anchor.Changes, out voters, out var error)
            || !FinalityProof.TryVerify(anchor.Headers, anchor.Justification.Span, voters, out var finalized, out error))
        {
            return ReceiptVerdict.Refused(ReceiptFault.NotFinal, error.ToString());
        }

        return VerifiedState.TryOpen(finalized[0].Header.StateRoot, anchor.Proof, ProofLimits.Default, out var state, out var fault)
            ? CheckState(served, anchor.Metadata, descriptor, shard, finalized[0], state)
            : ReceiptVerdict.Refused(ReceiptFault.BadProof, fault.ToString()!);
    }

    /// <summary>Checks a receipt against state that is proved already.</summary>
    internal static ReceiptVerdict CheckState(
        ServedReceipt served,
        ReadOnlyMemory<byte> metadata,
        ShardDescriptor descriptor,
        ShardId shard,
        FinalizedHeader block,
        VerifiedState state)
    {
        var anchored = metadata.IsEmpty
            ? IsNewest(served, shard, state)
            : IsAmongEvents(served, shard, descriptor, metadata, state);
        if (anchored is not null)
        {
            return anchored;
        }

        if (!PolicyView.TryRead(state, descriptor, shard, block.Number, out var policy) || MemberReader.NowOf(state) is not { } now)
        {
            return ReceiptVerdict.Refused(ReceiptFault.BadProof, "the proof does not say which policy was in force, or when");
        }

        var members = ImmutableArray.CreateBuilder<ShardMember>();
        foreach (var signer in SignersOf(served))
        {
            if (!MemberReader.TryRead(state, policy, now, shard, signer, out var member))
            {
                return ReceiptVerdict.Refused(ReceiptFault.BadProof, $"the proof says nothing usable of {signer}");
            }

            if (member is not { IsAdmitted: true })
            {
                return ReceiptVerdict.Refused(ReceiptFault.SignerNotAdmitted, $"{signer} is no admitted member of the shard");
            }

            members.Add(member);
        }

        var simulated = descriptor.Policy.IsDevelopment || policy.InForce.IsDevelopment || members.Any(member => member.IsSimulated);
        return new ReceiptVerdict(
            ReceiptFault.None, string.Empty, simulated, members.ToImmutable(), new BlockRef(block.Number, block.Hash));
    }

    /// <summary>The newest anchor of the receipt's signers in a state, or null.</summary>
    internal static ReceiptAnchor? AnchorOf(ServedReceipt served, ShardId shard, VerifiedState state)
    {
        var read = state.Read(BridgeKeys.LatestReceipt(shard, Receipt.SignerKey(SignersOf(served))).Span);
        return read.Kind == ProvenReadKind.Present && ReceiptAnchor.Codec.TryDecode(read.Value.Span, out var anchor, out _) ? anchor : null;
    }

    private static ReceiptVerdict? IsNewest(ServedReceipt served, ShardId shard, VerifiedState state) =>
        AnchorOf(served, shard, state) is { } anchor && anchor.ReceiptHash == served.Receipt.Hash
            ? null
            : ReceiptVerdict.Refused(ReceiptFault.NotAnchored, "the newest receipt of these signers in the proven state is another one");

    private static ReceiptVerdict? IsAmongEvents(
        ServedReceipt served, ShardId shard, ShardDescriptor descriptor, ReadOnlyMemory<byte> metadata, VerifiedState state)
    {
        var hash = Blake2b.Hash256(metadata.Span);
        if (descriptor.Policy.Metadata.All(pin => pin.MetadataHash != hash))
        {
            return ReceiptVerdict.Refused(ReceiptFault.BadProof, "the metadata that reads the events is not what the descriptor names");
        }

        try
        {
            var chain = ChainMetadata.Decode(metadata.Span);
            var reader = new EventReader(chain);
            var read = state.Read(reader.Storage.Prefix.Span);
            if (read.Kind != ProvenReadKind.Present)
            {
                return ReceiptVerdict.Refused(ReceiptFault.BadProof, "the proof does not have the block's events");
            }

            return ReceiptEvents.Of(chain, reader, read.Value)
                .Any(one => one.Shard == shard && one.ReceiptHash == served.Receipt.Hash && one.Signers.SequenceEqual(SignersOf(served)))
                ? null
                : ReceiptVerdict.Refused(ReceiptFault.NotAnchored, "the block's proven events do not have the receipt");
        }
        catch (Exception refused) when (refused is MetadataException or ChainLacksException or ScaleException)
        {
            return ReceiptVerdict.Refused(ReceiptFault.BadProof, $"the block's events cannot be read: {refused.Message}");
        }
    }
}
