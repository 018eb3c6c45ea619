using Microsoft.Extensions.Logging;
using SubstraTee.Crypto;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>One authority: it executes a block by itself and signs a vote for it if the block is right.</summary>
/// <remarks>
/// All authorities of this node share a process, so they are no defence against its operator; but each has its own key,
/// comes to its own judgement and signs at most one block in a round, as it would on a machine of its own. Its signature
/// leaves the node only together with the block, in one transaction of the store, so that a crash between the two cannot
/// make it sign twice.
/// </remarks>
internal sealed class GrandpaVoter(string name, KeyPair key, ChainRuntime runtime, ILogger logger) : IDisposable
{
    private (ulong SetId, ulong Round, Hash256 Block) _last;

    public Bytes32 Id { get; } = key.AccountId.Bytes;

    /// <summary>The vote, or null when the authority finds the block wrong.</summary>
    public SignedPrecommit? Vote(StateTrie parentState, BlockHeader parent, BuiltBlock block, ulong round, ulong setId)
    {
        var executed = runtime.ExecuteBlock(parentState, parent, block.Header, block.Body);
        if (!executed.IsOk)
        {
            NodeLog.VoteRefused(logger, name, block.Header.Number, executed.Error.ToString());
            return null;
        }

        var hash = block.Header.Hash();
        if (_last.SetId == setId && (round < _last.Round || (round == _last.Round && _last.Block != hash)))
        {
            NodeLog.VoteRefused(logger, name, block.Header.Number, "voted for another block in this round");
            return null;
        }

        _last = (setId, round, hash);
        var vote = new GrandpaPrecommit(hash, block.Header.Number);
        return new SignedPrecommit(vote, key.Sign(vote.SignedBytes(round, setId)).Bytes, Id);
    }

    public void Dispose() => key.Dispose();
}
