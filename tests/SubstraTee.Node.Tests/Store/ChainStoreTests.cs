using SubstraTee.Runtime;
using SubstraTee.Trie;

namespace SubstraTee.Node.Tests;

public sealed class ChainStoreTests
{
    private static readonly ChainRuntime Runtime = new();
    private static readonly ChainSpec Spec = ChainSpec.Development();

    [Fact]
    public void Whatever_step_the_process_ends_at_the_last_committed_block_is_there_whole()
    {
        using var directory = new TemporaryDirectory();
        using var store = ChainStore.Open(directory.Path, keptDiffs: 256);
        var chain = Blockchain.Open(store, Runtime, Spec.Id, () => Spec.Genesis);
        var seen = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var before = chain.Best.Number;
            store.AtStep = step =>
            {
                seen.Add(step);
                CheckCopy(directory.Path, step == "committed" ? before + 1 : before);
            };
            Extend(chain);
        }

        Assert.Equal(["begun", "block", "diff", "state", "committed"], seen.Take(5));
    }

    [Fact]
    public void A_block_that_cannot_be_written_leaves_no_trace()
    {
        using var store = ChainStore.Open(null, keptDiffs: 256);
        var chain = Blockchain.Open(store, Runtime, Spec.Id, () => Spec.Genesis);
        Extend(chain);
        var best = chain.Best;
        foreach (var failing in new[] { "begun", "block", "diff", "state" })
        {
            store.AtStep = step =>
            {
                if (step == failing)
                {
                    throw new IOException(step);
                }
            };
            Assert.Throws<IOException>(() => Extend(chain));
            Assert.Same(best, chain.Best);
            Assert.Equal(best.Number, store.HeadNumber());
            Assert.Equal(best.Header.StateRoot, store.ReadState().Root(ChainRuntime.StateVersion));
        }

        store.AtStep = _ => { };
        Extend(chain);
        Assert.Equal(best.Number + 1, chain.Best.Number);
    }

    [Fact]
    public void Old_states_are_rebuilt_in_any_order_and_pruned_beyond_the_limit()
    {
        const uint Blocks = 300;
        const uint Kept = 256;
        using var directory = new TemporaryDirectory();
        using (var store = ChainStore.Open(directory.Path, Kept))
        {
            var chain = Blockchain.Open(store, Runtime, Spec.Id, () => Spec.Genesis);
            for (var i = 0; i < Blocks; i++)
            {
                Extend(chain);
            }

            CheckStates(chain, seed: 1);
        }

        using var again = ChainStore.Open(directory.Path, Kept);
        CheckStates(Blockchain.Open(again, Runtime, Spec.Id, () => throw new InvalidOperationException("there is a chain")), seed: 2);

        static void CheckStates(Blockchain chain, int seed)
        {
            Assert.Equal(Blocks - Kept, chain.OldestState());
            var numbers = Enumerable.Range(0, (int)Blocks + 1).Select(number => (uint)number).ToArray();
            new Random(seed).Shuffle(numbers);
            foreach (var number in numbers)
            {
                var block = chain.Block(number)!;
                var state = chain.StateAfter(block);
                Assert.Equal(number >= Blocks - Kept ? block.Header.StateRoot : null, state?.Root(ChainRuntime.StateVersion));
            }
        }
    }

    [Fact]
    public void Fewer_states_are_kept_of_blocks_that_change_much()
    {
        using var store = ChainStore.Open(null, 256);
        var history = new StateHistory(store, ChainRuntime.StateVersion);
        for (var number = 0u; number < 100; number++)
        {
            history.Add(number, new StateTrie(), [new StateChange([1], null, new byte[100])]);
        }

        Assert.Equal(64, history.Count);
        for (var number = 100u; number < 150; number++)
        {
            history.Add(number, new StateTrie(), [new StateChange([1], null, new byte[1 << 20])]);
        }

        Assert.Equal(15, history.Count);
        for (var number = 150u; number < 160; number++)
        {
            history.Add(number, new StateTrie(), [new StateChange([1], null, new byte[9 << 20])]);
        }

        Assert.Equal(4, history.Count);
    }

    [Fact]
    public void A_state_that_does_not_match_its_header_is_named_and_not_used()
    {
        using var directory = new TemporaryDirectory();
        using (var store = ChainStore.Open(directory.Path, 256))
        {
            Extend(Blockchain.Open(store, Runtime, Spec.Id, () => Spec.Genesis));
        }

        using (var database = ChainDatabase.Open(directory.Path))
        {
            database.Execute("UPDATE state SET value = x'00' WHERE key = (SELECT min(key) FROM state)");
        }

        using var damaged = ChainStore.Open(directory.Path, 256);
        var error = Assert.Throws<NodeException>(() => Blockchain.Open(damaged, Runtime, Spec.Id, () => Spec.Genesis));
        Assert.Equal("STEE-N0006", error.Code);
    }

    [Fact]
    public void A_full_disk_is_named_and_the_chain_goes_on_when_there_is_room()
    {
        using var store = ChainStore.Open(null, keptDiffs: 256);
        var chain = Blockchain.Open(store, Runtime, Spec.Id, () => Spec.Genesis);
        store.LimitSize(limited: true);
        var error = Assert.Throws<NodeException>(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Extend(chain);
            }
        });
        Assert.Equal("STEE-N0005", error.Code);
        var best = chain.Best.Number;
        Assert.Equal(best, store.HeadNumber());
        store.LimitSize(limited: false);
        Extend(chain);
        Assert.Equal(best + 1, chain.Best.Number);
    }

    [Fact]
    public void A_directory_of_another_chain_is_refused()
    {
        using var store = ChainStore.Open(null, 256);
        Blockchain.Open(store, Runtime, Spec.Id, () => Spec.Genesis);
        Assert.Equal("STEE-N0010", Assert.Throws<NodeException>(() => Blockchain.Open(store, Runtime, "other", () => Spec.Genesis)).Code);
    }

    [Fact]
    public void A_database_of_another_format_and_a_file_that_is_none_are_refused()
    {
        using var directory = new TemporaryDirectory();
        using (var database = ChainDatabase.Open(directory.Path))
        {
            database.Execute("PRAGMA user_version=99");
        }

        Assert.Equal("STEE-N0007", Assert.Throws<NodeException>(() => ChainDatabase.Open(directory.Path)).Code);
        File.WriteAllText(Path.Combine(directory.Path, "chain.sqlite"), new string('x', 8192));
        File.Delete(Path.Combine(directory.Path, "chain.sqlite-wal"));
        Assert.Equal("STEE-N0006", Assert.Throws<NodeException>(() => ChainDatabase.Open(directory.Path)).Code);
    }

    private static void CheckCopy(string source, uint expectedHead)
    {
        using var copy = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        }

        using var store = ChainStore.Open(copy.Path, 256);
        var chain = Blockchain.Open(store, Runtime, Spec.Id, () => throw new InvalidOperationException("there is a chain"));
        Assert.Equal(expectedHead, chain.Best.Number);
        Assert.Equal(chain.Best.Header.StateRoot, chain.StateAfter(chain.Best)!.Root(ChainRuntime.StateVersion));
    }

    private static void Extend(Blockchain chain)
    {
        var parent = chain.Best;
        var state = chain.StateAfter(parent)!;
        var built = Runtime.StartBlock(state, parent.Header, 1_700_000_000_000ul + parent.Number, []).Finish();
        var changes = built.Changes
            .Select(change => new StateChange(change.Key, state.TryGet(change.Key, out var old) ? old.ToArray() : null, change.Value))
            .ToList();
        chain.Import(new StoredBlock(built.Header.Hash(), built.Header, built.Body, 0, null), built.State, changes);
    }
}
