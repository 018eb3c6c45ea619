using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Node.Tests;

public sealed class ChainServiceTests
{
    [Fact]
    public async Task Blocks_come_at_their_interval_even_when_nothing_waits()
    {
        var time = new ManualTime();
        await using var node = await TestNode.StartAsync(
            new NodeOptions { BlockTime = BlockTime.Every(TimeSpan.FromSeconds(6)), TimeProvider = time });
        await using var heads = await node.Client.SubscribeAsync(
            "chain_subscribeNewHeads", "chain_unsubscribeNewHeads", [], null, node.Cancellation);
        var numbers = new List<string>();
        await foreach (var head in heads.ReadAllAsync(node.Cancellation))
        {
            numbers.Add(head.GetProperty("number").GetString()!);
            if (numbers.Count == 4)
            {
                break;
            }

            while (time.WaitingTimers == 0)
            {
                await Task.Yield();
            }

            time.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.Equal(["0x0", "0x1", "0x2", "0x3"], numbers);
    }

    [Fact]
    public async Task Time_on_the_chain_goes_forward_when_the_clock_stands_still()
    {
        var time = new StoppedClock();
        await using var node = await TestNode.StartAsync(new NodeOptions { TimeProvider = time, FinalizedNotice = TimeSpan.Zero });
        var now = node.Metadata.Storage("Timestamp", "Now").Prefix.ToString();
        var last = 0ul;
        for (var nonce = 0u; nonce < 3; nonce++)
        {
            var block = await node.FinalizeTransferAsync(TestNode.Alice, nonce);
            var bytes = Hex.Decode(await node.TextAsync("state_getStorage", now, block.ToString()));
            var timestamp = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            Assert.True(timestamp > last);
            last = timestamp;
        }
    }

    /// <summary>The hour never changes, but timers and intervals run.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
