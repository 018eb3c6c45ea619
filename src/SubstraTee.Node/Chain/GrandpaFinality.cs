using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.LightClient;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>Collects the authorities' votes for a block into the proof that it is final.</summary>
internal sealed class GrandpaFinality : IDisposable
{
    private readonly ChainRuntime _runtime;
    private readonly ILogger _logger;
    private readonly ImmutableArray<GrandpaVoter> _voters;

    public GrandpaFinality(ChainRuntime runtime, ILogger logger)
    {
        _runtime = runtime;
        _logger = logger;

        // All of the well-known keys, so that finality goes on when the chain hands over from some of them to others.
        _voters =
        [
            .. DevelopmentAccounts.Names.Select(name =>
                new GrandpaVoter(name, KeyPair.FromSecretUri(name, KeyType.Ed25519), runtime, logger)),
        ];
    }

    /// <summary>The authorities that vote on the block after <paramref name="parent"/>.</summary>
    public AuthoritySet AuthoritiesAfter(StateTrie state, BlockHeader parent)
    {
        var authorities = Ask(state, parent, "GrandpaApi_grandpa_authorities", AuthoritySet.ListCodec);
        return AuthoritySet.Create(Ask(state, parent, "GrandpaApi_current_set_id", Scale.U64), authorities);
    }

    /// <summary>Lets this node's authorities vote; null when their votes are too few.</summary>
    public async Task<byte[]?> FinalizeAsync(StateTrie parentState, BlockHeader parent, BuiltBlock block, AuthoritySet authorities)
    {
        // One block a round, which a round's number therefore is.
        ulong round = block.Header.Number;
        var votes = await Task.WhenAll(_voters.Where(voter => authorities.WeightOf(voter.Id) > 0).Select(voter =>
        {
            var state = parentState.Snapshot();
            return Task.Run(() => voter.Vote(state, parent, block, round, authorities.SetId));
        })).ConfigureAwait(false);

        // In the order of the keys, so that the proof's bytes do not depend on which thread was first.
        var cast = votes.OfType<SignedPrecommit>().OrderBy(vote => vote.Id).ToImmutableArray();
        var weight = cast.Aggregate(0ul, (sum, vote) => sum + authorities.WeightOf(vote.Id));
        if (weight < authorities.Threshold)
        {
            NodeLog.NotFinal(_logger, block.Header.Number, weight, authorities.Threshold, authorities.SetId);
            return null;
        }

        var commit = new GrandpaCommit(block.Header.Hash(), block.Header.Number, cast);
        return GrandpaJustification.Codec.Encode(new GrandpaJustification(round, commit, []));
    }

    public void Dispose()
    {
        foreach (var voter in _voters)
        {
            voter.Dispose();
        }
    }

    private T Ask<T>(StateTrie state, BlockHeader at, string method, ScaleCodec<T> codec)
    {
        var answer = _runtime.CallApi(state, at, method, default);
        return answer.IsOk
            ? codec.Decode(answer.Value)
            : throw new InvalidOperationException($"{method} gave no answer: {answer.Error}");
    }
}
