using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SubstraTee.JsonRpc.Client;

namespace SubstraTee.SystemBenchmark;

/// <summary>Notes when a client heard of each final block.</summary>
internal sealed class HeadClock : IAsyncDisposable
{
    private readonly JsonRpcClient _node;
    private readonly JsonRpcSubscription _heads;
    private readonly ConcurrentDictionary<uint, long> _heard = new();
    private readonly Task _following;

    private HeadClock(JsonRpcClient node, JsonRpcSubscription heads)
    {
        _node = node;
        _heads = heads;
        _following = FollowAsync();
    }

    public static async Task<HeadClock> StartAsync(Uri node, CancellationToken cancellationToken)
    {
        var client = await JsonRpcClient.ConnectAsync(node, null, cancellationToken);
        return new HeadClock(client, await client.SubscribeAsync(
            "chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads", [], new SubscriptionOptions { Capacity = 4096 }, cancellationToken));
    }

    /// <summary>When a block was heard of as final, as a time stamp of <see cref="Stopwatch"/>.</summary>
    public long At(uint block)
    {
        // A later block makes those before it final as well; messages for those may have been left out.
        for (var number = block; ; number++)
        {
            if (_heard.TryGetValue(number, out var at))
            {
                return at;
            }

            if (number > block + 1000)
            {
                throw new InvalidOperationException($"block {block} was never heard of");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _heads.DisposeAsync();
        await _node.DisposeAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FollowAsync()
    {
        await foreach (var head in _heads.ReadAllAsync(CancellationToken.None))
        {
            var number = uint.Parse(head.GetProperty("number").GetString().AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _heard[number] = Stopwatch.GetTimestamp();
        }
    }
}
