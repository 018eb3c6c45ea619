using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Node.Tests;

public sealed class TransactionPoolTests
{
    private readonly ManualTime _time = new();
    private int _lastId;

    [Fact]
    public void The_best_come_by_priority_then_age_and_none_before_what_it_requires()
    {
        var pool = Pool();
        var low = Submit(pool, 1, [], ["a0"]);
        var late = Submit(pool, 9, ["a0"], ["a1"]);
        var high = Submit(pool, 5, [], ["b0"]);
        var same = Submit(pool, 5, [], ["c0"]);
        Assert.Equal([high, same, low, late], Hashes(pool.Best(10)));
        Assert.Equal([high, same], Hashes(pool.Best(2)));
    }

    [Fact]
    public void What_waits_for_another_becomes_ready_with_it_and_after_it()
    {
        var pool = Pool();
        var third = Watch(pool, 1, ["n1"], ["n2"]);
        var second = Watch(pool, 1, ["n0"], ["n1"]);
        Assert.Equal((0, 2), (pool.ReadyCount, pool.FutureCount));
        Submit(pool, 1, [], ["n0"]);
        Assert.Equal((3, 0), (pool.ReadyCount, pool.FutureCount));
        Assert.Equal([TransactionStatusKind.Future, TransactionStatusKind.Ready], third.Kinds);
        Assert.Equal([TransactionStatusKind.Future, TransactionStatusKind.Ready], second.Kinds);
    }

    [Fact]
    public void A_rival_needs_more_priority_than_all_it_replaces_and_followers_stay()
    {
        var pool = Pool();
        var first = Watch(pool, 3, [], ["n0"]);
        var follower = Watch(pool, 3, ["n0"], ["n1"]);
        var poor = Transaction(3, [], ["n0"]);
        Assert.Equal(new PoolOutcome(PoolFault.TooLowPriority, 3, 3), pool.Submit(poor));
        var rich = Submit(pool, 4, [], ["n0"]);
        Assert.Equal(TransactionStatusKind.Usurped, first.Kinds[^1]);
        Assert.Equal([TransactionStatusKind.Ready], follower.Kinds);
        Assert.Equal([rich, follower.Hash], Hashes(pool.Best(10)));
    }

    [Fact]
    public void What_is_judged_on_an_older_state_does_not_wait_for_what_is_on_the_chain()
    {
        var pool = Pool();
        var first = Submit(pool, 1, [], ["n0"]);
        pool.OnImported(1, default, [(first, 1)]);
        Submit(pool, 1, ["n0"], ["n1"]);
        Assert.Equal((1, 0), (pool.ReadyCount, pool.FutureCount));
    }

    [Fact]
    public void Watchers_hear_of_block_and_finality_in_order_and_no_more()
    {
        var pool = Pool();
        var seen = Watch(pool, 1, [], ["n0"]);
        pool.OnImported(1, new Hash256(Bytes32.Parse(new string('1', 64))), [(seen.Hash, 3)]);
        pool.OnFinalized(0);
        Assert.Equal(2, seen.Kinds.Count);
        pool.OnFinalized(1);
        pool.OnFinalized(1);
        Assert.Equal([TransactionStatusKind.Ready, TransactionStatusKind.InBlock, TransactionStatusKind.Finalized], seen.Kinds);
    }

    [Fact]
    public void A_block_that_never_becomes_final_is_told_after_512_blocks()
    {
        var pool = Pool();
        var seen = Watch(pool, 1, [], ["n0"]);
        pool.OnImported(1, default, [(seen.Hash, 1)]);
        pool.OnImported(512, default, []);
        Assert.Equal(TransactionStatusKind.InBlock, seen.Kinds[^1]);
        pool.OnImported(513, default, []);
        Assert.Equal(TransactionStatusKind.FinalityTimeout, seen.Kinds[^1]);
    }

    [Fact]
    public void Mortal_transactions_leave_with_their_last_block()
    {
        var pool = Pool();
        var seen = Watch(pool, 1, [], ["n0"], validTill: 5);
        pool.OnImported(4, default, []);
        Assert.Equal(1, pool.ReadyCount);
        pool.OnImported(5, default, []);
        Assert.Equal(TransactionStatusKind.Invalid, seen.Kinds[^1]);
        Assert.Equal(PoolFault.Banned, pool.Precheck(seen.Hash));
    }

    [Fact]
    public void Bans_end()
    {
        var pool = Pool();
        var transaction = Transaction(1, [], ["n0"]);
        pool.Ban(transaction.Hash);
        Assert.Equal(PoolFault.Banned, pool.Submit(transaction).Fault);
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(PoolFault.None, pool.Submit(transaction).Fault);
        Assert.Equal(PoolFault.AlreadyImported, pool.Submit(transaction).Fault);
        Assert.Equal(PoolFault.NoTags, pool.Submit(Transaction(1, [], [])).Fault);
    }

    [Fact]
    public void A_full_pool_drops_the_worst_with_what_needs_it()
    {
        var pool = new TransactionPool(new PoolLimits { MaxReady = 3, MaxFuture = 1 }, _time);
        var worst = Watch(pool, 1, [], ["a"]);
        var needs = Watch(pool, 9, ["a"], ["b"]);
        Submit(pool, 5, [], ["c"]);
        Submit(pool, 5, [], ["d"]);
        Assert.Equal(TransactionStatusKind.Dropped, worst.Kinds[^1]);
        Assert.Equal(TransactionStatusKind.Dropped, needs.Kinds[^1]);
        Submit(pool, 5, [], ["e"]);
        Assert.Equal(PoolFault.ImmediatelyDropped, pool.Submit(Transaction(4, [], ["f"])).Fault);
        var waits = Watch(pool, 1, ["x"], ["y"]);
        Watch(pool, 1, ["x"], ["z"]);
        Assert.Equal(TransactionStatusKind.Dropped, waits.Kinds[^1]);
        Assert.Equal((3, 1), (pool.ReadyCount, pool.FutureCount));
    }

    [Fact]
    public void A_nearly_full_pool_lets_submitters_wait_for_the_next_block()
    {
        var pool = new TransactionPool(new PoolLimits { MaxReady = 4 }, _time);
        Assert.True(pool.RoomAsync().IsCompleted);
        var first = Submit(pool, 1, [], ["a"]);
        Submit(pool, 1, [], ["b"]);
        var room = pool.RoomAsync();
        Assert.False(room.IsCompleted);
        pool.OnImported(1, default, [(first, 1)]);
        Assert.True(room.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_the_best_are_a_possible_order_within_the_limits(int seed)
    {
        var random = new Random(seed);
        var limits = new PoolLimits { MaxReady = 40, MaxReadyBytes = 4_000, MaxFuture = 10, MaxFutureBytes = 2_000 };
        var pool = new TransactionPool(limits, _time);
        var onChain = new HashSet<string>(StringComparer.Ordinal);
        var tags = new Dictionary<Hash256, (string[] Requires, string Provides)>();
        for (var step = 0u; step < 3_000; step++)
        {
            if (random.Next(4) != 0)
            {
                var account = random.Next(5);
                var nonce = random.Next(12);
                var requires = nonce == 0 || onChain.Contains($"{account}/{nonce - 1}") ? Array.Empty<string>() : [$"{account}/{nonce - 1}"];
                var transaction = Transaction((ulong)random.Next(1, 6), requires, [$"{account}/{nonce}"], (ulong)random.Next(1, 5) + step, random.Next(20, 200));
                tags[transaction.Hash] = (requires, $"{account}/{nonce}");
                pool.Submit(transaction);
            }
            else if (random.Next(3) == 0 && pool.Ready() is { Count: > 0 } ready)
            {
                pool.RemoveInvalid(ready[random.Next(ready.Count)].Hash, ban: false);
            }
            else
            {
                var included = pool.Best(random.Next(6));
                included.ForEach(one => onChain.Add(tags[one.Hash].Provides));
                pool.OnImported(step, default, [.. included.Select((one, index) => (one.Hash, index))]);
                pool.OnFinalized(step);
            }

            Check(pool, limits, onChain, tags, $"seed {seed}, step {step}");
        }
    }

    private static void Check(
        TransactionPool pool, PoolLimits limits, HashSet<string> onChain, Dictionary<Hash256, (string[] Requires, string Provides)> tags, string where)
    {
        var best = pool.Best(int.MaxValue);
        Assert.True(best.Count == pool.ReadyCount, $"{where}: {best.Count} of {pool.ReadyCount} can be ordered");
        Assert.True(best.Count <= limits.MaxReady && pool.FutureCount <= limits.MaxFuture, where);
        Assert.True(pool.ReadyBytes <= limits.MaxReadyBytes && pool.ReadyBytes == best.Sum(one => one.Bytes.Length), where);
        var provided = new HashSet<string>(onChain, StringComparer.Ordinal);
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var transaction in best)
        {
            var (requires, provides) = tags[transaction.Hash];
            Assert.True(requires.All(provided.Contains), $"{where}: {provides} comes before what it requires");
            Assert.True(own.Add(provides), $"{where}: {provides} is there twice");
            provided.Add(provides);
        }
    }

    private TransactionPool Pool() => new(new PoolLimits(), _time);

    private static IEnumerable<Hash256> Hashes(List<PoolTransaction> transactions) => transactions.Select(one => one.Hash);

    private Hash256 Submit(TransactionPool pool, ulong priority, string[] requires, string[] provides)
    {
        var transaction = Transaction(priority, requires, provides);
        Assert.Equal(PoolFault.None, pool.Submit(transaction).Fault);
        return transaction.Hash;
    }

    private Seen Watch(TransactionPool pool, ulong priority, string[] requires, string[] provides, ulong validTill = ulong.MaxValue)
    {
        var transaction = Transaction(priority, requires, provides, validTill);
        var watcher = new TransactionWatcher(transaction.Hash);
        Assert.Equal(PoolFault.None, pool.Submit(transaction, watcher).Fault);
        var seen = new Seen(transaction.Hash, []);
        watcher.Start(status => seen.Kinds.Add(status.Kind));
        return seen;
    }

    private PoolTransaction Transaction(
        ulong priority, string[] requires, string[] provides, ulong validTill = ulong.MaxValue, int size = 100)
    {
        var bytes = new byte[size];
        BitConverter.TryWriteBytes(bytes, ++_lastId);
        return new PoolTransaction(
            Blake2b.Hash256(bytes), bytes, priority, [.. requires.Select(Tag)], [.. provides.Select(Tag)], validTill);
    }

    private static Tag Tag(string text) => new(System.Text.Encoding.ASCII.GetBytes(text));

    private sealed record Seen(Hash256 Hash, List<TransactionStatusKind> Kinds);
}
