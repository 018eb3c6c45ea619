using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Runtime;

/// <summary>What calls work on: the state under change, the events of the block, and where in the block they are.</summary>
internal sealed class RuntimeContext(PalletSet pallets, TrieOverlay state)
{
    private readonly ScaleWriter _scratch = new(256);
    private readonly List<EventRecord<RuntimeEvent>> _events = [];
    private readonly List<DigestItem> _digest = [];

    /// <summary>The state with the changes so far.</summary>
    public TrieOverlay State { get; } = state;

    /// <summary>The block being built; in the first state 0.</summary>
    public uint BlockNumber { get; set; }

    public Phase Phase { get; set; } = Phase.Initialization;

    /// <summary>What happened in the block, undone calls left out.</summary>
    public IReadOnlyList<EventRecord<RuntimeEvent>> Events => _events;

    /// <summary>Messages for the block's header.</summary>
    public IReadOnlyList<DigestItem> Digest => _digest;

    /// <summary>The encoding of a value, valid until the next one is encoded.</summary>
    public ReadOnlySpan<byte> Encode<T>(ScaleCodec<T> codec, T value)
    {
        codec.Write(Scratch(), value);
        return _scratch.WrittenSpan;
    }

    /// <summary>An empty writer for what is not kept, the same every time.</summary>
    public ScaleWriter Scratch()
    {
        _scratch.Clear();
        return _scratch;
    }

    public void Deposit(RuntimeEvent happened, params ImmutableArray<Hash256> topics) =>
        _events.Add(new EventRecord<RuntimeEvent>(Phase, happened, topics));

    public void Log(DigestItem item) => _digest.Add(item);

    /// <summary>What a call costs.</summary>
    public DispatchInfo InfoOf(RuntimeCall call) => pallets.InfoOf(call);

    /// <summary>Makes a call inside a storage transaction of its own; if it fails, it leaves neither changes nor events.</summary>
    public DispatchOutcome Dispatch(RuntimeCall call, Origin origin)
    {
        var deposited = _events.Count;
        var logged = _digest.Count;
        State.Begin();
        var outcome = pallets.Dispatch(this, origin, call);
        if (outcome.IsOk)
        {
            State.Commit();
            return outcome;
        }

        State.Rollback();
        _events.RemoveRange(deposited, _events.Count - deposited);
        _digest.RemoveRange(logged, _digest.Count - logged);
        return outcome;
    }
}
