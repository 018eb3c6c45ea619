using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SubstraTee.JsonRpc.Client;
using SubstraTee.LightClient;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>Final blocks and their state, believed by proof alone: the node only brings the bytes.</summary>
/// <remarks>
/// The root of belief is a set of voters, as a shard's descriptor names it. When they hand over to others, the node has to prove
/// that, change by change. Safe for several threads.
/// </remarks>
public sealed class FinalityClient
{
    private const int MaxChanges = 4096;

    private static readonly TimeSpan FirstJustification = TimeSpan.FromSeconds(20);

    private readonly ChainClient _chain;
    private BelievedVoters _believed;

    /// <summary>Believes what these voters have made final, and those that they hand over to.</summary>
    /// <param name="chain">Where the bytes come from.</param>
    /// <param name="voters">The voters that are believed.</param>
    /// <param name="after">The final block after which they are in force, as a shard's checkpoint names it.</param>
    public FinalityClient(ChainClient chain, AuthoritySet voters, uint after = 0)
    {
        _chain = chain;
        _believed = new BelievedVoters(voters, after, []);
    }

    /// <summary>The voters that are believed now.</summary>
    public AuthoritySet Voters => Volatile.Read(ref _believed).Voters;

    /// <summary>The newest final block.</summary>
    /// <exception cref="ClientException">The node proves none.</exception>
    public async Task<ProvenBlock> LatestAsync(CancellationToken cancellationToken)
    {
        var (header, proven) = await NewestAsync(cancellationToken).ConfigureAwait(false);
        if (proven is not null)
        {
            return proven;
        }

        // Not every node keeps the justification of every block; the next one comes with the next round of voting.
        using var limit = new CancellationTokenSource(FirstJustification, _chain.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await foreach (var block in FollowAsync(either.Token).ConfigureAwait(false))
            {
                return block;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Reported below, with what was waited for.
        }

        throw ClientErrors.FinalityUnproven(new LightClientError(LightClientFault.Unjustified, header.Number));
    }

    /// <summary>The newest justified block and every one from then on; blocks between two of them are final with the later one.</summary>
    public async IAsyncEnumerable<ProvenBlock> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The newest is enough, since it makes all before it final.
        var subscription = await _chain.Rpc.SubscribeAsync(
            "grandpa_subscribeJustifications",
            "grandpa_unsubscribeJustifications",
            [],
            new SubscriptionOptions { Resume = true, Capacity = 16, WhenFull = WhenFull.DropOldest },
            cancellationToken).ConfigureAwait(false);
        await using (subscription.ConfigureAwait(false))
        {
            // Asked for after subscribing: a chain that makes blocks for transactions only would never repeat a missed one.
            var newest = await NewestAsync(cancellationToken).ConfigureAwait(false);
            if (newest.Proven is { } now)
            {
                yield return now;
            }

            await foreach (var message in subscription.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var bytes = JsonRead.Bytes(message, "grandpa_justifications");
                if (!GrandpaJustification.Codec.TryDecode(bytes, out var decoded, out var fault))
                {
                    throw ClientErrors.BadAnswer("grandpa_justifications", $"a justification does not decode: {fault}");
                }

                if (newest.Proven is { } known && decoded.Commit.TargetNumber <= known.Block.Number)
                {
                    continue;
                }

                var header = await _chain.Node.HeaderAsync(decoded.Commit.TargetHash, cancellationToken).ConfigureAwait(false);
                yield return await VerifyAsync(header, bytes, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads values of the state after a final block, all by proof.</summary>
    /// <param name="block">The block.</param>
    /// <param name="keys">What is read: the proof says of each whether it is there.</param>
    /// <param name="what">How messages call it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClientException">The node's proof does not hold or is not complete.</exception>
    public async Task<ProvenState> ReadAsync(
        FinalizedHeader block, IReadOnlyList<StorageKey> keys, string what, CancellationToken cancellationToken)
    {
        var proof = await _chain.Node.ReadProofAsync(keys, block.Hash, cancellationToken).ConfigureAwait(false);
        if (!ChainState.TryOpen(block, proof, ProofLimits.Default, out var state, out var error))
        {
            throw ClientErrors.ProofRefused(what, error);
        }

        return keys.Any(key => state.Read(key).Kind == ProvenReadKind.NotInProof)
            ? throw ClientErrors.ProofRefused(what, new TrieProofError(TrieProofFault.MissingNode))
            : new ProvenState(state, proof);
    }

    /// <summary>A final block at or before another one, with the headers between them.</summary>
    /// <param name="number">Its height.</param>
    /// <param name="final">A final block at that height or later.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The blocks from the wanted one to <paramref name="final"/>.</returns>
    /// <exception cref="ClientException">The node's headers do not lead there.</exception>
    public async Task<ImmutableArray<FinalizedHeader>> BackToAsync(
        uint number, FinalizedHeader final, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, final.Number);
        if (number == final.Number)
        {
            return [final];
        }

        var headers = await _chain.Node.HeadersAsync(number, final.Number - number, cancellationToken).ConfigureAwait(false);
        return FinalityProof.TryExtendBack(headers, final, out var before)
            ? [.. before, final]
            : throw ClientErrors.FinalityUnproven(new LightClientError(LightClientFault.BrokenAncestry, number));
    }

    private async Task<(BlockHeader Header, ProvenBlock? Proven)> NewestAsync(CancellationToken cancellationToken)
    {
        var head = await _chain.Node.FinalizedHeadAsync(cancellationToken).ConfigureAwait(false);
        var (header, justification) = await _chain.Node.JustifiedAsync(head, cancellationToken).ConfigureAwait(false);
        return (header, justification is null ? null : await VerifyAsync(header, justification, cancellationToken).ConfigureAwait(false));
    }

    private async Task<ProvenBlock> VerifyAsync(BlockHeader header, byte[] justification, CancellationToken cancellationToken)
    {
        while (true)
        {
            var believed = Volatile.Read(ref _believed);
            if (FinalityProof.TryVerify([header], justification, believed.Voters, out var finalized, out var error))
            {
                return new ProvenBlock(finalized[0], justification) { Changes = believed.Changes };
            }

            if (error.Fault != LightClientFault.WrongSet)
            {
                throw ClientErrors.FinalityUnproven(error);
            }

            if (header.Number <= believed.After || believed.Changes.Length == MaxChanges)
            {
                throw ClientErrors.SetChanged(believed.Voters.SetId, error);
            }

            await FollowVotersAsync(believed, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on to the voters that those who are believed have handed over to.</summary>
    private async Task FollowVotersAsync(BelievedVoters believed, CancellationToken cancellationToken)
    {
        var (block, justification) = await _chain.Node.ProveFinalityAsync(believed.After + 1, cancellationToken).ConfigureAwait(false);
        var last = await _chain.Node.HeaderAsync(block, cancellationToken).ConfigureAwait(false);
        var change = await ChangeAsync(believed.After, last, justification, cancellationToken).ConfigureAwait(false)
            ?? throw ClientErrors.SetChanged(believed.Voters.SetId, new LightClientError(LightClientFault.WrongSet, last.Number));
        if (!change.TryFollow(believed.Voters, out var next, out var error))
        {
            throw ClientErrors.SetChanged(believed.Voters.SetId, error);
        }

        // Who was here at the same time found the same.
        Interlocked.CompareExchange(ref _believed, new BelievedVoters(next, last.Number, believed.Changes.Add(change)), believed);
    }

    /// <summary>The change that a set's last block completes: mostly announced by that block itself, else by one not long before.</summary>
    private async Task<VoterChange?> ChangeAsync(uint after, BlockHeader last, byte[] justification, CancellationToken cancellationToken)
    {
        if (last.Number <= after)
        {
            return null;
        }

        if (VoterChange.TryFind([last], justification, out var change))
        {
            return change;
        }

        var count = Math.Min(last.Number - after - 1, VoterChange.MaxHeaders - 1);
        var before = await _chain.Node.HeadersAsync(last.Number - count, count, cancellationToken).ConfigureAwait(false);
        return VoterChange.TryFind([.. before, last], justification, out change) ? change : null;
    }
}
