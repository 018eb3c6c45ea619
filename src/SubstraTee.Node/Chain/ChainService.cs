using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SubstraTee.Crypto;
using SubstraTee.Runtime;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>The chain's one writer: makes blocks, has them finalized, writes them and tells of them.</summary>
internal sealed class ChainService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The least time between instant blocks. A lone transaction does not wait; under load it keeps what a block costs by
    /// itself (roots, votes, one write to the disk) small against what is in it.
    /// </summary>
    private static readonly TimeSpan InstantPause = TimeSpan.FromMilliseconds(5);

    // One wish for a block is as good as several.
    private readonly Channel<bool> _wishes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Blockchain _chain;
    private readonly TransactionPool _pool;
    private readonly BlockFeed _feed;
    private readonly BlockAuthor _author;
    private readonly GrandpaFinality _finality;
    private readonly BlockTime _blockTime;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public ChainService(
        ChainRuntime runtime, Blockchain chain, TransactionPool pool, BlockFeed feed, GrandpaFinality finality, NodeOptions options)
    {
        _chain = chain;
        _pool = pool;
        _feed = feed;
        _time = options.TimeProvider;
        _logger = options.Logger;
        _blockTime = options.BlockTime;
        _author = new BlockAuthor(runtime, pool, _time);
        _finality = finality;
        if (_blockTime.IsInstant)
        {
            pool.ReadyAdded = Wish;
        }
    }

    /// <summary>Asks for a block, as something that waits does.</summary>
    public void Wish() => _wishes.Writer.TryWrite(true);

    /// <summary>Makes blocks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var last = _time.GetTimestamp();
            while (true)
            {
                await UntilDueAsync(last, stopping).ConfigureAwait(false);
                last = _time.GetTimestamp();
                await TryMakeBlockAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The way it ends.
        }
        catch (Exception exception)
        {
            NodeLog.ProductionStopped(_logger, exception);
            throw;
        }
        finally
        {
            _feed.Complete();
        }
    }

    private async Task UntilDueAsync(long last, CancellationToken stopping)
    {
        if (_blockTime.IsInstant)
        {
            await _wishes.Reader.ReadAsync(stopping).ConfigureAwait(false);
        }
        else
        {
            await PauseAsync(_blockTime.Interval - _time.GetElapsedTime(last), stopping).ConfigureAwait(false);
        }
    }

    private Task PauseAsync(TimeSpan rest, CancellationToken stopping) =>
        rest > TimeSpan.Zero ? Task.Delay(rest, _time, stopping) : Task.CompletedTask;

    private async Task TryMakeBlockAsync(CancellationToken stopping)
    {
        var started = _time.GetTimestamp();
        try
        {
            await MakeBlockAsync(started, stopping).ConfigureAwait(false);
            if (_blockTime.IsInstant)
            {
                await PauseAsync(InstantPause - _time.GetElapsedTime(started), stopping).ConfigureAwait(false);
            }
        }
        catch (NodeException failure)
        {
            // Nothing of the block is in the store, nobody saw it, and its transactions are still in the pool.
            NodeLog.BlockFailed(_logger, failure.Code, failure.What, failure.Why, failure.Try, failure);
            await Task.Delay(RetryAfter, _time, stopping).ConfigureAwait(false);
            Wish();
        }
    }

    private async Task MakeBlockAsync(long started, CancellationToken stopping)
    {
        var parent = _chain.Best;
        var parentState = _chain.StateAfter(parent) ?? throw new InvalidOperationException("the newest state is always kept");
        var built = _author.Build(parentState, parent.Header);
        if (_blockTime.IsInstant && built.Body.Length == 1)
        {
            return;
        }

        var authorities = _finality.AuthoritiesAfter(parentState, parent.Header);
        var justification = await _finality.FinalizeAsync(parentState, parent.Header, built, authorities).ConfigureAwait(false);
        var block = new StoredBlock(built.Header.Hash(), built.Header, built.Body, authorities.SetId, justification);
        var changes = Changes(parentState, built);
        _chain.Import(block, built.State, changes);
        if (authorities.SetId != parent.AuthoritySetId)
        {
            NodeLog.NewAuthorities(_logger, authorities.SetId, block.Number);
        }

        _pool.OnImported(block.Number, block.Hash, Included(built));
        _pool.OnFinalized(_chain.Finalized.Number);
        await _feed.PublishAsync(new BlockImported(block, changes), stopping).ConfigureAwait(false);
        NodeLog.Block(
            _logger,
            block.Number,
            block.Hash.ToString(),
            built.Body.Length,
            built.EventCount,
            block.BodyBytes,
            _time.GetElapsedTime(started).TotalMilliseconds,
            _chain.Finalized.Number);
        if (_blockTime.IsInstant && _pool.ReadyCount > 0)
        {
            Wish();
        }
    }

    private static List<StateChange> Changes(StateTrie before, BuiltBlock built)
    {
        var changes = new List<StateChange>(built.Changes.Count);
        foreach (var (key, after) in built.Changes)
        {
            var had = before.TryGet(key, out var value);
            if (had ? after is null || !value.Span.SequenceEqual(after) : after is not null)
            {
                changes.Add(new StateChange(key, had ? value.ToArray() : null, after));
            }
        }

        return changes;
    }

    private static List<(Primitives.Hash256 Hash, int Index)> Included(BuiltBlock built)
    {
        var included = new List<(Primitives.Hash256, int)>(built.Body.Length);
        for (var i = 0; i < built.Body.Length; i++)
        {
            included.Add((Blake2b.Hash256(built.Body[i].Span), i));
        }

        return included;
    }
}
