using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>Transactions that were found invalid and are not looked at again for a while.</summary>
internal sealed class BanList(TimeSpan duration, int capacity, TimeProvider time)
{
    private readonly Dictionary<Hash256, long> _until = [];
    private readonly Queue<Hash256> _order = new();

    public bool Contains(Hash256 hash) => _until.TryGetValue(hash, out var until) && time.GetTimestamp() < until;

    public void Add(Hash256 hash)
    {
        var until = time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency);
        if (!_until.TryAdd(hash, until))
        {
            _until[hash] = until;
            return;
        }

        _order.Enqueue(hash);
        while (_order.Count > capacity)
        {
            _until.Remove(_order.Dequeue());
        }
    }
}
