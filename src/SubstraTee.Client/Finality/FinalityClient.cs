using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SubstraTee.JsonRpc.Client;
using SubstraTee.LightClient;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>Final blocks and their state, believed by proof alone: the node only brings the bytes.</summary>
/// <remarks>
/// The root of belief is a set of voters, as a shard's descriptor names it. Justifications by another set are refused with
/// an error of their own: following changes of the voters from an old checkpoint is not built yet.
/// </remarks>
public sealed class FinalityClient
{
    private static readonly TimeSpan FirstJustification = TimeSpan.FromSeconds(20);

    private readonly ChainClient _chain;

    /// <summary>Believes what these voters have made final.</summary>
    /// <param name="chain">Where the bytes come from.</param>
    /// <param name="voters">The voters in force.</param>
    public FinalityClient(ChainClient chain, AuthoritySet voters)
    {
        _chain = chain;
        Voters = voters;
    }

    /// <summary>The voters that are believed.</summary>
    public AuthoritySet Voters { get; }

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
                yield return Verify(header, bytes);
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
        return (header, justification is null ? null : Verify(header, justification));
    }

    internal ProvenBlock Verify(BlockHeader header, byte[] justification)
    {
        if (FinalityProof.TryVerify([header], justification, Voters, out var finalized, out var error))
        {
            return new ProvenBlock(finalized[0], justification);
        }

        throw error.Fault == LightClientFault.WrongSet
            ? ClientErrors.SetChanged(Voters.SetId, error)
            : ClientErrors.FinalityUnproven(error);
    }
}
