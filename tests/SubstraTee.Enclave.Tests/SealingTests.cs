using System.Text;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Tests;

/// <summary>What a host may do to sealed files, and what the enclave says to it.</summary>
public class SealingTests
{
    [Fact]
    public void A_restart_goes_on_where_it_was()
    {
        var shard = new TestShard();
        var disk = Run(shard, out var account);
        using var again = new TestWorker(shard, disk: disk);
        Assert.Null(again.Boot());
        Assert.Equal(account, again.Status.Account);
        again.Settle();
        Assert.Equal(6ul, shard.Value(again, TestShard.Alice));
        Assert.Empty(again.Receipts);
    }

    [Fact]
    public void A_restart_on_an_idle_chain_proves_the_head_it_has()
    {
        var shard = new TestShard();
        var disk = Run(shard, out _);
        using var again = new TestWorker(shard, disk: disk);
        Assert.Null(again.Boot());
        Assert.Null(again.CatchUp());
        var head = again.Status.Finalized.Number;
        Assert.Equal(RefusalCode.BlockGap, again.Handle(new EnclaveInput.ProveHead(shard.Chain.Input(head - 1, again.WantedKeys))));
        Assert.Null(again.Handle(new EnclaveInput.ProveHead(shard.Chain.Input(head, again.WantedKeys))));
        shard.Chain.MakeBlock();
        Assert.Null(again.CatchUp());
        Assert.Equal(EnclaveState.Serving, again.Status.State);
    }

    [Fact]
    public void Another_machine_or_build_cannot_use_the_files()
    {
        var shard = new TestShard();
        var disk = Run(shard, out _);
        Assert.Equal(RefusalCode.SealIdentityMismatch, new TestWorker(shard, new TestPlatform("other"), Copy(disk)).Boot());
        var twoBuilds = shard.Descriptor with
        {
            Policy = shard.Descriptor.Policy with
            {
                Measurements = [new TestPlatform().Measurement, new TestPlatform(build: 2).Measurement],
            },
        };
        Assert.Equal(
            RefusalCode.SealIdentityMismatch,
            new TestWorker(shard, new TestPlatform(build: 2), Copy(disk)).Boot(ShardDescriptor.Codec.Encode(twoBuilds)));
    }

    [Fact]
    public void Every_truncation_and_every_flipped_bit_is_refused_by_name()
    {
        var shard = new TestShard();
        var disk = Run(shard, out _);
        foreach (var name in disk.Keys)
        {
            foreach (var length in new[] { 1, 40, disk[name].Length / 2, disk[name].Length - 1 })
            {
                var cut = Copy(disk);
                cut[name] = cut[name][..length];
                Assert.Equal(RefusalCode.SealedTruncated, new TestWorker(shard, disk: cut).Boot());
            }

            for (var i = 0; i < disk[name].Length; i += 7)
            {
                var flipped = Copy(disk);
                flipped[name] = flipped[name].ToArray();
                flipped[name][i] ^= 4;
                var refused = new TestWorker(shard, disk: flipped).Boot();
                Assert.True(
                    refused is RefusalCode.SealedCorrupt or RefusalCode.SealedTruncated or RefusalCode.SealIdentityMismatch
                        or RefusalCode.SealedSetInconsistent or RefusalCode.SealedVersionUnknown,
                    $"{name} byte {i}: {refused}");
            }

            var longer = Copy(disk);
            longer[name] = [.. longer[name], 0];
            Assert.Equal(RefusalCode.SealedCorrupt, new TestWorker(shard, disk: longer).Boot());
        }
    }

    [Fact]
    public void A_set_with_a_gap_or_a_renamed_file_is_inconsistent()
    {
        var shard = new TestShard();
        var disk = Run(shard, out _);
        var logs = disk.Keys.Where(name => name.StartsWith("log-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.True(logs.Count >= 3);

        var gap = Copy(disk);
        gap.Remove(logs[1]);
        Assert.Equal(RefusalCode.SealedSetInconsistent, new TestWorker(shard, disk: gap).Boot());
        var renamed = Copy(disk);
        renamed[logs[1]] = renamed[logs[0]];
        Assert.Equal(RefusalCode.SealedSetInconsistent, new TestWorker(shard, disk: renamed).Boot());
        var headless = Copy(disk);
        headless.Remove("identity");
        Assert.Equal(RefusalCode.SealedSetInconsistent, new TestWorker(shard, disk: headless).Boot());
        var foreign = Copy(disk);
        foreign["log-oddly-named"] = foreign[logs[0]];
        Assert.Equal(RefusalCode.SealedSetInconsistent, new TestWorker(shard, disk: foreign).Boot());
    }

    [Fact]
    public void A_partly_old_set_of_two_histories_is_inconsistent()
    {
        var shard = new TestShard();
        using var first = new TestWorker(shard).Serve();
        Call(shard, first, 1);
        var atOne = Copy(first.Disk);
        Call(shard, first, 2);
        Call(shard, first, 3);
        var logs = first.Disk.Keys.Except(atOne.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var mixed = Copy(atOne);
        mixed[logs[^1]] = first.Disk[logs[^1]];
        Assert.Equal(RefusalCode.SealedSetInconsistent, new TestWorker(shard, disk: mixed).Boot());
    }

    [Fact]
    public void A_complete_older_set_is_named_stale_serves_nothing_until_replayed_and_repeats_no_effect()
    {
        var shard = new TestShard();
        using var first = new TestWorker(shard).Serve();
        Call(shard, first, 1);
        var old = Copy(first.Disk);
        Call(shard, first, 2);
        Call(shard, first, 3);
        var receipts = first.Receipts.Select(receipt => receipt.Receipt).ToList();

        using var again = new TestWorker(shard, disk: old);
        Assert.Null(again.Boot());
        Assert.Null(again.CatchUp());
        Assert.Equal((EnclaveState.CatchingUp, RefusalCode.SealedStateStale), (again.Status.State, again.Status.Reason!.Value));
        Assert.Equal(RefusalCode.NotServing, shard.Query(again, TestShard.Alice, new Query.Nonce()).Refusal);
        again.Settle();
        Assert.Equal(6ul, shard.Value(again, TestShard.Alice));
        Assert.Equal(receipts[1..], again.Receipts.Select(receipt => receipt.Receipt));
        Call(shard, again, 4);
        Assert.Equal(10ul, shard.Value(again, TestShard.Alice));
    }

    [Fact]
    public void A_clone_supersedes_the_older_instance()
    {
        var shard = new TestShard();
        using var first = new TestWorker(shard).Serve();
        Call(shard, first, 1);
        using var clone = new TestWorker(shard, new TestPlatform(seed: 5), Copy(first.Disk));
        Assert.Null(clone.Boot());
        clone.Settle();
        Assert.Equal(RefusalCode.Superseded, first.CatchUp());
        Assert.Equal(EnclaveState.Halted, first.Status.State);
        Assert.Equal(RefusalCode.Superseded, first.Handle(new EnclaveInput.Tick()));
        Assert.Equal(1ul, shard.Value(clone, TestShard.Alice));
    }

    [Fact]
    public void No_sealed_file_shows_what_was_called()
    {
        var shard = new TestShard();
        using var worker = new TestWorker(shard).Serve();
        using var request = shard.Increment(TestShard.Alice, worker.Status, 1, memo: 0xab);
        worker.Settle();
        var memo = Enumerable.Repeat((byte)0xab, 16).ToArray();
        var served = worker.Receipts.SelectMany(receipt => receipt.Leaves).SelectMany(leaf => leaf.SealedOutcome).ToArray();
        foreach (var bytes in worker.Disk.Values.Append(served))
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(memo));
            Assert.DoesNotContain(Convert.ToHexStringLower(memo), Encoding.Latin1.GetString(bytes), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Killed_between_any_two_effects_nothing_is_lost_and_nothing_is_done_twice()
    {
        for (var kill = 0; kill < 40; kill++)
        {
            var shard = new TestShard();
            var worker = new TestWorker(shard).Serve();
            worker.EffectsUntilKilled = kill;
            try
            {
                Call(shard, worker, 1);
                Call(shard, worker, 2);
            }
            catch (KilledException)
            {
            }

            var again = new TestWorker(shard, disk: worker.Disk);
            Assert.Null(again.Boot());
            again.Settle();
            var value = shard.Value(again, TestShard.Alice);
            Assert.True(value is 0 or 1 or 3, $"killed after {kill} effects: {value}");
            Call(shard, again, 10);
            Assert.Equal(value + 10, shard.Value(again, TestShard.Alice));
            Assert.Equal(value is 0 ? 1u : value is 1 ? 2u : 3u, NonceOf(shard, again));
            worker.Dispose();
            again.Dispose();
        }
    }

    private static uint NonceOf(TestShard shard, TestWorker worker) =>
        Codec.Scale.U32.Decode(shard.Query(worker, TestShard.Alice, new Query.Nonce()).Answer!.Result.Value);

    private static Dictionary<string, byte[]> Run(TestShard shard, out AccountId account)
    {
        using var worker = new TestWorker(shard).Serve();
        for (var i = 1u; i <= 3; i++)
        {
            Call(shard, worker, i);
        }

        account = worker.Status.Account;
        return worker.Disk;
    }

    private static void Call(TestShard shard, TestWorker worker, uint by)
    {
        shard.Increment(TestShard.Alice, worker.Status, by).Dispose();
        worker.Settle();
    }

    private static Dictionary<string, byte[]> Copy(Dictionary<string, byte[]> disk) => new(disk, StringComparer.Ordinal);
}
