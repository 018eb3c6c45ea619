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

    private readonly Lock _gate = new();
    private readonly SortedList<uint, StateTrie> _states = [];
    private readonly LinkedList<uint> _rebuilt = new();
    private uint _newest;

    /// <summary>Adds the state after a new block.</summary>
    public void Add(uint number, StateTrie state)
    {
        state.Root(version);
        lock (_gate)
        {
            _states[number] = state;
            _newest = number;
            if (number >= KeptRecent && !_rebuilt.Contains(number - KeptRecent))
            {
                _states.Remove(number - KeptRecent);
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
            else if (_rebuilt.Remove(header.Number))
            {
                _rebuilt.AddLast(header.Number);
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
        while (nearest != number)
        {
            var backwards = nearest > number;
            if (store.Diff(backwards ? nearest : nearest + 1) is not { } diff)
            {
                return null;
            }

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

        Keep(number, state);
        return state;
    }

    private void Keep(uint number, StateTrie state)
    {
        _states[number] = state;
        _rebuilt.AddLast(number);
        if (_rebuilt.Count > KeptRebuilt)
        {
            var oldest = _rebuilt.First!.Value;
            _rebuilt.RemoveFirst();
            if (oldest + KeptRecent <= _newest)
            {
                _states.Remove(oldest);
            }
        }
    }
}
