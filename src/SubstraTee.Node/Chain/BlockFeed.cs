using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SubstraTee.Node;

/// <summary>Tells whoever asked of every new block, in order and apart from the making of blocks.</summary>
internal sealed class BlockFeed(ILogger logger)
{
    // A subscriber never waits, so that the channel stays nearly empty; when it is full all the same, block production
    // waits rather than losing a block that a subscriber was promised.
    private readonly Channel<BlockImported> _blocks = Channel.CreateBounded<BlockImported>(
        new BoundedChannelOptions(256) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Lock _gate = new();
    private readonly List<Subscriber> _subscribers = [];
    private BlockImported? _last;

    public void Begin(StoredBlock best) => _last = new BlockImported(best, []);

    public ValueTask PublishAsync(BlockImported block, CancellationToken cancellationToken) =>
        _blocks.Writer.WriteAsync(block, cancellationToken);

    public void Complete() => _blocks.Writer.TryComplete();

    /// <summary>Calls <paramref name="start"/> with the newest block and <paramref name="next"/> with each after it.</summary>
    /// <returns>What ends it.</returns>
    public Action Subscribe(Action<StoredBlock> start, Action<BlockImported> next)
    {
        var subscriber = new Subscriber(next);
        lock (_gate)
        {
            start(_last!.Block);
            _subscribers.Add(subscriber);
        }

        return () =>
        {
            lock (_gate)
            {
                _subscribers.Remove(subscriber);
            }
        };
    }

    /// <summary>Delivers until the feed is completed.</summary>
    public async Task RunAsync()
    {
        await foreach (var block in _blocks.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            lock (_gate)
            {
                _last = block;
                foreach (var subscriber in _subscribers)
                {
                    Deliver(subscriber, block);
                }
            }
        }
    }

    private void Deliver(Subscriber subscriber, BlockImported block)
    {
        try
        {
            subscriber.Next(block);
        }
#pragma warning disable CA1031 // One subscriber's trouble is not the others'.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            NodeLog.SubscriberFailed(logger, exception);
        }
    }

    private sealed record Subscriber(Action<BlockImported> Next);
}
