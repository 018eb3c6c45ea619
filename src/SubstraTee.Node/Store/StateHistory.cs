using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>The states after the last blocks, kept where recent and rebuilt from the nearest one where not.</summary>
/// <remarks>
/// A kept state shares all that did not change with its neighbours. Going from one block's state to the next costs what
/// that block changed, so that a client which walks through old blocks pays the long way once. Safe for use by several
/// threads.
/// </remarks>
internal sealed class StateHistory(ChainStore store, StateVersion version)
{
    /// <summary>How many states before the newest are kept as they are.</summary>
    private const int KeptRecent = 64;

    /// <summary>How many rebuilt ones are kept, those least recently used going first.</summary>
    private const int KeptRebuilt = 64;

    /// <summary>What those may hold by themselves, apart from what they share: fewer are kept of blocks that change much.</summary>
    private const long KeptRecentBytes = 16 << 20;

    private const long KeptRebuiltBytes = 4 << 20;

    /// <summary>How many are kept however large they are.</summary>
    private const int AlwaysKept = 4;

    /// <summary>What a changed key costs beside its value: its leaf and its part of the branches above, roughly.</summary>
    private const int BytesPerChange = 512;

    private readonly Lock _gate = new();
    private readonly SortedList<uint, StateTrie> _states = [];
    private readonly Kept _recent = new(KeptRecent, KeptRecentBytes);
    private readonly Kept _rebuilt = new(KeptRebuilt, KeptRebuiltBytes);
    private uint _newest;

    /// <summary>How many states are kept.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _states.Count;
            }
        }
    }

    /// <summary>Adds the state after a new block, with what the block changed.</summary>
    public void Add(uint number, StateTrie state, IReadOnlyList<StateChange> changes)
    {
        state.Root(version);
        lock (_gate)
        {
            _states[number] = state;
            _newest = number;
            _recent.Add(number, changes.Sum(change => BytesPerChange + (change.After?.Length ?? 0L)));
            while (_recent.IsFull)
            {
                Forget(_recent.RemoveOldest());
            }
        }
    }

    /// <summary>The state after a block, for the caller's own use, or null where it is no longer kept.</summary>
    public StateTrie? After(BlockHeader header)
    {
        lock (_gate)
        {
            if (!_states.TryGetValue(header.Number, out var state))
            {
                state = Rebuild(header);
            }
            else
            {
                _rebuilt.Touch(header.Number);
            }

            return state?.Snapshot();
        }
    }

    private StateTrie? Rebuild(BlockHeader header)
    {
        var number = header.Number;
        if (number > _newest || _states.Count == 0)
        {
            return null;
        }

        var nearest = _states.Keys.MinBy(known => Math.Abs((long)known - number));
        var state = _states[nearest].Snapshot();
        var bytes = 0L;
        while (nearest != number)
        {
            var backwards = nearest > number;
            if (store.Diff(backwards ? nearest : nearest + 1) is not { } diff)
            {
                return null;
            }

            bytes = StateDiff.CountOf(diff) * (long)BytesPerChange + diff.Length;
            if (backwards)
            {
                StateDiff.Undo(diff, state);
                nearest--;
            }
            else
            {
                StateDiff.Redo(diff, state);
                nearest++;
            }
        }

        var root = state.Root(version);
        if (root != header.StateRoot)
        {
            throw store.Damaged($"the state after block {number} has root {root}, its header says {header.StateRoot}");
        }

        Keep(number, state, bytes);
        return state;
    }

    private void Keep(uint number, StateTrie state, long bytes)
    {
        _states[number] = state;
        _rebuilt.Add(number, bytes);
        while (_rebuilt.IsFull)
        {
            Forget(_rebuilt.RemoveOldest());
        }
    }

    private void Forget(uint number)
    {
        if (!_recent.Contains(number) && !_rebuilt.Contains(number))
        {
            _states.Remove(number);
        }
    }

    /// <summary>The numbers of states that are kept, in the order in which they go, and what they hold by themselves.</summary>
    private sealed class Kept(int most, long mostBytes)
    {
        private readonly LinkedList<uint> _order = new();
        private readonly Dictionary<uint, (LinkedListNode<uint> Place, long Bytes)> _items = [];
        private long _bytes;

        public bool IsFull => _items.Count > most || (_bytes > mostBytes && _items.Count > AlwaysKept);

        public bool Contains(uint number) => _items.ContainsKey(number);

        public void Add(uint number, long bytes)
        {
            _items.Add(number, (_order.AddLast(number), bytes));
            _bytes += bytes;
        }

        public void Touch(uint number)
        {
            if (_items.TryGetValue(number, out var item))
            {
                _order.Remove(item.Place);
                _order.AddLast(item.Place);
            }
        }

        public uint RemoveOldest()
        {
            var number = _order.First!.Value;
            _order.RemoveFirst();
            _bytes -= _items[number].Bytes;
            _items.Remove(number);
            return number;
        }
    }
}
