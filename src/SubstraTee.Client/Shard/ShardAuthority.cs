using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>What a shard's authority may do: announce its next policy, freeze its admission.</summary>
/// <remarks>
/// docs/protocol.md, section 7, calls 39 and 40. The chain decides; what it is certain to refuse is refused before a fee is
/// paid.
/// </remarks>
public static class ShardAuthority
{
    private const string Unable = "the chain cannot change shards";

    /// <summary>Announces the policy that follows the one in force, and waits until that is final.</summary>
    /// <remarks>
    /// Receipt threshold, pinned metadata and stall time stay as they are in the policy in force: only who may be a member
    /// changes. Nobody is admitted without evidence from then on.
    /// </remarks>
    /// <param name="shard">The shard.</param>
    /// <param name="authority">Its authority.</param>
    /// <param name="evidence">Which enclaves may join, and what their evidence has to be.</param>
    /// <param name="cancellationToken">Ends the waiting; what was submitted may still be carried out.</param>
    /// <returns>The announced policy with its version and the block from which it is in force.</returns>
    /// <exception cref="ClientException">The shard has another authority or none, a policy is pending, or the chain refused.</exception>
    public static async Task<AnnouncedChange> AnnounceAsync(
        ShardClient shard, KeyPair authority, ShardEvidence evidence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(evidence);
        RequireAuthority(shard, authority.AccountId);
        var view = await shard.PolicyAsync(cancellationToken).ConfigureAwait(false);
        if (view.Announced is { } pending)
        {
            throw ClientErrors.PolicyPending(shard.Id, view.Version + 1, pending.InForceFrom);
        }

        var next = view.InForce with
        {
            Measurements = evidence.Measurements,
            Evidence = evidence.Rules,
            AllowSkippedAttestation = false,
        };
        var announce = BridgeCalls.Find(
            shard.Chain.Metadata, "announce_policy", Scale.Tuple(Scale.ShardId, AdmissionPolicy.Codec), Unable);
        var announced = Announced(shard.Chain.Metadata);
        var result = await BridgeCalls.SubmitAsync(shard.Chain, authority, announce, (shard.Id, next), cancellationToken).ConfigureAwait(false);
        foreach (var one in result.Events)
        {
            if (announced.TryDecode(one, out var change))
            {
                return new AnnouncedChange(change.Version, change.InForceFrom, next, result);
            }
        }

        throw ClientErrors.ChainLacks("the chain does not say what it did", $"the event {announced.Event.FullName} is missing");
    }

    /// <summary>Freezes the shard's admission, so that nobody new becomes a member, or lifts that; waits until it is final.</summary>
    /// <remarks>Members whose registration has not ended go on renewing it.</remarks>
    /// <param name="shard">The shard.</param>
    /// <param name="authority">Its authority.</param>
    /// <param name="frozen">True to freeze, false to lift.</param>
    /// <param name="cancellationToken">Ends the waiting; what was submitted may still be carried out.</param>
    /// <exception cref="ClientException">The shard has another authority or none, or the chain refused.</exception>
    public static async Task<TransactionResult> FreezeAsync(
        ShardClient shard, KeyPair authority, bool frozen, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(authority);
        RequireAuthority(shard, authority.AccountId);
        var freeze = BridgeCalls.Find(shard.Chain.Metadata, "freeze_admission", Scale.Tuple(Scale.ShardId, Scale.Bool), Unable);
        return await BridgeCalls.SubmitAsync(shard.Chain, authority, freeze, (shard.Id, frozen), cancellationToken).ConfigureAwait(false);
    }

    private static void RequireAuthority(ShardClient shard, AccountId account)
    {
        if (shard.Descriptor.Authority is not { } authority)
        {
            throw ClientErrors.Unchangeable(shard.Id);
        }

        if (authority != account)
        {
            throw ClientErrors.NotAuthority(shard.Id, authority, account);
        }
    }

    private static EventDecoder<(ShardId Shard, uint Version, uint InForceFrom)> Announced(ChainMetadata chain)
    {
        try
        {
            return new(chain, BridgeKeys.Bridge, "PolicyAnnounced", Scale.Tuple(Scale.ShardId, Scale.U32, Scale.U32));
        }
        catch (ChainLacksException lacking)
        {
            throw ClientErrors.ChainLacks(Unable, lacking.Message);
        }
    }
}
