using System.Text.Json.Nodes;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary>One <c>chainHead_v1_follow</c>: what it was told of and has not let go of yet.</summary>
internal sealed class ChainHeadFollow(ChainQueries queries, RpcSubscription subscription, bool withRuntime, NodeOptions options)
{
    /// <summary>How many final blocks the first event names.</summary>
    private const uint FirstBlocks = 8;

    /// <summary>A client that keeps more blocks has to begin anew; their states are all within the history.</summary>
    private const int MaxPinned = 512;

    private readonly Lock _gate = new();
    private readonly HashSet<Hash256> _pinned = [];
    private readonly Queue<ITimer> _timers = new();
    private uint _finalized;
    private long _lastOperation;

    public RpcSubscription Subscription => subscription;

    public void Start(StoredBlock best)
    {
        var finalized = Math.Min(queries.Chain.Finalized.Number, best.Number);
        var first = finalized >= FirstBlocks ? finalized - FirstBlocks + 1 : 0;
        var known = Blocks(first, finalized);
        known.ForEach(block => TryPin(block.Hash));
        _finalized = finalized;
        var started = Event("initialized");
        started["finalizedBlockHashes"] = Hashes(known);
        if (withRuntime)
        {
            started["finalizedBlockRuntime"] = new JsonObject { ["type"] = "valid", ["spec"] = Spec(queries.Runtime.Version) };
        }

        Send(started);
        Blocks(finalized + 1, best.Number).ForEach(Announce);
        SendBest(best.Hash);
    }

    public void Next(BlockImported imported)
    {
        Announce(imported.Block);
        SendBest(imported.Block.Hash);
        if (!imported.IsFinalized)
        {
            return;
        }

        // As with watched transactions, clients need a moment between a block and its finality (NodeOptions.FinalizedNotice).
        var number = imported.Block.Number;
        var timer = options.TimeProvider.CreateTimer(_ => SendFinalized(number), null, options.FinalizedNotice, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _timers.Enqueue(timer);
            while (_timers.Count > MaxPinned)
            {
                _timers.Dequeue().Dispose();
            }
        }
    }

    public bool IsPinned(Hash256 block)
    {
        lock (_gate)
        {
            return _pinned.Contains(block);
        }
    }

    /// <summary>Lets go of blocks, of all or, when one of them is not held, of none.</summary>
    public bool TryUnpin(IReadOnlyList<Hash256> blocks)
    {
        lock (_gate)
        {
            if (!blocks.All(_pinned.Contains))
            {
                return false;
            }

            _pinned.ExceptWith(blocks);
            return true;
        }
    }

    public string NextOperation() => $"{Interlocked.Increment(ref _lastOperation)}";

    public void Send(JsonObject message) => subscription.Notify(message, NodeJson.Default.JsonObject);

    public static JsonObject Event(string name) => new() { ["event"] = name };

    private static JsonObject Spec(RuntimeVersion version) => new()
    {
        ["specName"] = version.SpecName,
        ["implName"] = version.ImplName,
        ["specVersion"] = version.SpecVersion,
        ["implVersion"] = version.ImplVersion,
        ["transactionVersion"] = version.TransactionVersion,
        ["apis"] = new JsonObject(version.Apis.Select(api => KeyValuePair.Create(api.IdHex, (JsonNode?)api.Version))),
    };

    private static JsonArray Hashes(List<StoredBlock> blocks) =>
        new([.. blocks.Select(block => (JsonNode?)JsonValue.Create(block.Hash.ToString()))]);

    private List<StoredBlock> Blocks(uint first, uint last)
    {
        var blocks = new List<StoredBlock>();
        for (var number = first; number <= last; number++)
        {
            blocks.Add(queries.Chain.Block(number)!);
        }

        return blocks;
    }

    private void Announce(StoredBlock block)
    {
        if (!TryPin(block.Hash))
        {
            Send(Event("stop"));
            subscription.Complete();
            return;
        }

        var message = Event("newBlock");
        message["blockHash"] = block.Hash.ToString();
        message["parentBlockHash"] = block.Header.ParentHash.ToString();
        message["newRuntime"] = null;
        Send(message);
    }

    private void SendFinalized(uint number)
    {
        lock (_gate)
        {
            // Timers may overtake each other; the later one has then said it for both.
            if (number <= _finalized || subscription.Ended)
            {
                return;
            }

            var message = Event("finalized");
            message["finalizedBlockHashes"] = Hashes(Blocks(_finalized + 1, number));
            message["prunedBlockHashes"] = new JsonArray();
            _finalized = number;
            Send(message);
        }
    }

    private void SendBest(Hash256 block)
    {
        var message = Event("bestBlockChanged");
        message["bestBlockHash"] = block.ToString();
        Send(message);
    }

    private bool TryPin(Hash256 block)
    {
        lock (_gate)
        {
            return _pinned.Count < MaxPinned && _pinned.Add(block);
        }
    }
}
