using System.Collections.Concurrent;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>The chain as everybody but its one writer sees it: blocks, states, what is newest and what is final.</summary>
/// <remarks>Safe for use by several threads.</remarks>
internal sealed class Blockchain
{
    /// <summary>How many of the last blocks are kept in memory, and how many bytes of bodies: large ones are read again.</summary>
    private const int KeptBlocks = 256;

    private const long KeptBytes = 8 << 20;

    private readonly ChainStore _store;
    private readonly StateHistory _states;
    private readonly ConcurrentDictionary<uint, StoredBlock> _recent = new();
    private readonly ConcurrentDictionary<Hash256, uint> _numbers = new();
    private long _keptBytes;
    private uint _oldestKept;
    private volatile StoredBlock _best;
    private volatile StoredBlock _finalized;

    private Blockchain(ChainStore store, StoredBlock genesis, StoredBlock best, StoredBlock finalized, StateTrie state)
    {
        _store = store;
        _states = new StateHistory(store, ChainRuntime.StateVersion);
        _states.Add(best.Number, state, []);
        Genesis = genesis;
        _best = best;
        _finalized = finalized;
        _oldestKept = best.Number;
        Remember(best);
    }

    /// <summary>The first block.</summary>
    public StoredBlock Genesis { get; }

    /// <summary>The newest block.</summary>
    public StoredBlock Best => _best;

    /// <summary>The newest final block.</summary>
    public StoredBlock Finalized => _finalized;

    /// <summary>Opens what the store holds, after writing the first block into an empty one.</summary>
    /// <param name="store">The store.</param>
    /// <param name="runtime">The rules.</param>
    /// <param name="chainId">The name that the chain is begun under, or was.</param>
    /// <param name="genesis">What a new chain begins with.</param>
    /// <exception cref="NodeException">The store holds another chain, or a state that the newest header does not commit to.</exception>
    public static Blockchain Open(ChainStore store, ChainRuntime runtime, string chainId, Func<GenesisConfig> genesis)
    {
        if (store.ChainId() is { } found && found != chainId)
        {
            throw store.OfOtherChain(found, chainId);
        }

        if (store.HeadNumber() is not { } head)
        {
            var (header, first) = runtime.BuildGenesis(genesis());
            store.WriteGenesis(chainId, new StoredBlock(header.Hash(), header, [], 0, null), first);
            head = 0;
        }

        var best = Read(store, head);
        var state = store.ReadState();
        var root = state.Root(ChainRuntime.StateVersion);
        return root == best.Header.StateRoot && best.Header.Hash() == best.Hash
            ? new Blockchain(store, Read(store, 0), best, Read(store, store.FinalizedNumber()), state)
            : throw store.Damaged($"the state has root {root}, block {head} says {best.Header.StateRoot}");
    }

    public StoredBlock? Block(uint number) =>
        number > _best.Number ? null : _recent.TryGetValue(number, out var block) ? block : _store.Block(number);

    public StoredBlock? Block(Hash256 hash) =>
        _numbers.TryGetValue(hash, out var number) && _recent.TryGetValue(number, out var block) ? block : _store.Block(hash);

    public Hash256? HashOf(uint number) =>
        number > _best.Number ? null : _recent.TryGetValue(number, out var block) ? block.Hash : _store.HashOf(number);

    /// <summary>A block's encoded header; its body is not read for it.</summary>
    public byte[]? HeaderOf(uint number) => number > _best.Number ? null
        : _recent.TryGetValue(number, out var block) ? BlockHeader.Codec.Encode(block.Header)
        : _store.HeaderOf(number);

    /// <summary>The last block that the voters who made a final block so have made final: their last one, or the newest.</summary>
    public StoredBlock LastOfSet(StoredBlock block)
    {
        var (low, high) = (block.Number, _finalized.Number);
        while (low < high)
        {
            var middle = high - ((high - low) / 2);
            var set = _recent.TryGetValue(middle, out var recent) ? recent.AuthoritySetId : _store.SetOf(middle);
            (low, high) = set == block.AuthoritySetId ? (middle, high) : (low, middle - 1);
        }

        return low == block.Number ? block : Block(low)!;
    }

    /// <summary>The state after a block, for the caller's own use, or null where it is no longer kept.</summary>
    public StateTrie? StateAfter(StoredBlock block) => _states.After(block.Header);

    /// <summary>The lowest block after which the state is still kept.</summary>
    public uint OldestState() => _store.OldestStateNumber();

    /// <summary>Writes a block that follows the newest one, then shows it to everybody.</summary>
    public void Import(StoredBlock block, StateTrie state, IReadOnlyList<StateChange> changes)
    {
        _store.Append(block, changes);
        _states.Add(block.Number, state, changes);
        Remember(block);
        _best = block;
        if (block.Justification is not null)
        {
            _finalized = block;
        }
    }

    private static StoredBlock Read(ChainStore store, uint number) =>
        store.Block(number) ?? throw store.Damaged($"block {number} is missing");

    private void Remember(StoredBlock block)
    {
        _recent[block.Number] = block;
        _numbers[block.Hash] = block.Number;
        _keptBytes += block.BodyBytes;
        while (_oldestKept < block.Number && (block.Number - _oldestKept >= KeptBlocks || _keptBytes > KeptBytes))
        {
            if (_recent.TryRemove(_oldestKept++, out var old))
            {
                _numbers.TryRemove(old.Hash, out _);
                _keptBytes -= old.BodyBytes;
            }
        }
    }
}
