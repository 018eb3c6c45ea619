using System.Collections.Immutable;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>A shard's state and receipts: applies proven blocks, whole imports at a time, and seals what changed.</summary>
internal sealed class ShardEngine : IDisposable
{
    // Blocks without requests cost nothing to replay, so their passing is sealed only now and then.
    private const uint SealEveryBlocks = 256;

    private readonly IStateTransitionFunction _stf;
    private readonly ShardStore _store;
    private readonly SecretBytes _commitmentKey;
    private readonly CallOpener _opener;
    private readonly CallExecutor _executor;
    private StateTrie _state = new();
    private Hash256 _root;
    private uint _sealedUpTo;

    /// <summary>Makes an engine without state; <see cref="StartFresh"/> or <see cref="Restore"/> follows.</summary>
    public ShardEngine(IStateTransitionFunction stf, ShardContext context, KeyPair signingKey, ShardStore store)
    {
        _stf = stf;
        _store = store;
        _commitmentKey = Commitment.DeriveKey(context.Epoch.StateKey, context.Shard);
        _opener = new CallOpener(context);
        _executor = new CallExecutor(stf, context);
        Receipts = new ReceiptLedger(context, signingKey, _commitmentKey);
    }

    /// <summary>The shard's receipts.</summary>
    public ReceiptLedger Receipts { get; }

    /// <summary>The last applied block.</summary>
    public BlockRef Head { get; private set; }

    /// <summary>The state after it, for queries.</summary>
    public StateTrie State => _state;

    /// <summary>Starts with the STF's genesis at the checkpoint.</summary>
    public void StartFresh(BlockRef checkpoint)
    {
        var overlay = new TrieOverlay(_state);
        _stf.Genesis(new StateView(overlay, writable: true));
        overlay.ApplyTo(_state);
        _root = _state.Root(StateVersion.V1);
        Head = checkpoint;
        _sealedUpTo = checkpoint.Number;
        Receipts.Start(checkpoint, _root);
    }

    /// <summary>Goes on from sealed state; false when there is none.</summary>
    /// <returns>The light client's state, or null.</returns>
    public byte[]? Restore(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs)
    {
        if (_store.Restore(blobs) is not { } restored)
        {
            return null;
        }

        _state = restored.State;
        _root = restored.Progress.StateRoot;
        Head = restored.Progress.Head;
        _sealedUpTo = Head.Number;
        Receipts.Restore(restored.Progress.Receipts);
        return restored.Progress.Finality;
    }

    /// <summary>Applies the blocks of one import and says what has to be published and sealed, in order.</summary>
    /// <param name="blocks">Proven blocks that follow <see cref="Head"/>.</param>
    /// <param name="finality">The light client's state after them.</param>
    /// <param name="mayClose">True when no receipt of an older instance can follow on chain any more.</param>
    /// <exception cref="RefusalException">An own receipt on chain contradicts the history; nothing is changed.</exception>
    public List<EnclaveEffect> Apply(ImmutableArray<VerifiedBlock> blocks, byte[] finality, bool mayClose)
    {
        var before = Receipts.Progress;
        var import = new Import(_state.Snapshot(), _root);
        using var calls = _opener.Open(
            new TrieOverlay(import.State), [.. blocks.SelectMany(block => block.Requests, (_, request) => request.Envelope)]);
        try
        {
            var first = 0;
            foreach (var block in blocks)
            {
                ApplyBlock(import, block, calls, first);
                first += block.Requests.Length;
            }
        }
        catch (RefusalException)
        {
            Receipts.Restore(before);
            throw;
        }

        _state = import.State;
        _root = import.Root;
        Head = blocks[^1].Ref;
        if (mayClose && Receipts.Close(Head) is { } receipt)
        {
            import.Effects.Add(receipt);
        }

        if (import.Changes.Count > 0 || ReceiptsChanged(before) || Head.Number - _sealedUpTo >= SealEveryBlocks)
        {
            var progress = new ShardProgress(finality, Head, _root, Receipts.Progress);
            import.Effects.AddRange(_store.Append(
                progress, blocks[0].Ref, [.. import.Changes.Select(change => new StateChange(change.Key, change.Value))], _state));
            _sealedUpTo = Head.Number;
        }

        return import.Effects;
    }

    /// <summary>Makes a receipt over leaves that were applied before that was allowed.</summary>
    public List<EnclaveEffect> CloseOpen(byte[] finality)
    {
        if (Receipts.Close(Head) is not { } receipt)
        {
            return [];
        }

        var progress = new ShardProgress(finality, Head, _root, Receipts.Progress);
        return [receipt, .. _store.Append(progress, Head, [], _state)];
    }

    /// <inheritdoc/>
    public void Dispose() => _commitmentKey.Dispose();

    private bool ReceiptsChanged(ReceiptProgress before) =>
        before.Pending != Receipts.Progress.Pending || before.Open != Receipts.Progress.Open;

    private void ApplyBlock(Import import, VerifiedBlock block, OpenedCalls calls, int first)
    {
        Receipts.Follow(block.Ref);
        foreach (var receipt in block.OwnReceipts)
        {
            if (!Receipts.TryConfirm(receipt, out var restored))
            {
                throw new RefusalException(RefusalCode.HistoryMismatch);
            }

            if (restored is not null)
            {
                import.Effects.Add(restored);
            }
        }

        if (block.Requests.IsEmpty)
        {
            return;
        }

        var overlay = new TrieOverlay(import.State);
        var leaves = ImmutableArray.CreateBuilder<PublishedLeaf>(block.Requests.Length);
        for (var i = 0; i < block.Requests.Length; i++)
        {
            var position = new Position(block.Ref.Number, block.Requests[i].Extrinsic);
            leaves.Add(_executor.Execute(overlay, position, calls, first + i, block.Info));
        }

        import.Take(overlay);
        Receipts.Add(new OpenBlock(block.Ref, import.Root, leaves.MoveToImmutable()));
    }

    /// <summary>An import under way: nothing of it shows until all of it holds.</summary>
    private sealed class Import(StateTrie state, Hash256 root)
    {
        private static readonly Comparer<byte[]> ByBytes =
            Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

        public StateTrie State { get; } = state;

        public Hash256 Root { get; private set; } = root;

        public List<EnclaveEffect> Effects { get; } = [];

        public SortedDictionary<byte[], byte[]?> Changes { get; } = new(ByBytes);

        public void Take(TrieOverlay overlay)
        {
            foreach (var (key, value) in overlay.Changes)
            {
                Changes[key] = value;
            }

            overlay.ApplyTo(State);
            Root = State.Root(StateVersion.V1);
        }
    }
}
