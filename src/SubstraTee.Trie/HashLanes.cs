using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>Collects messages and hashes eight of about the same length at once.</summary>
/// <remarks>Eight lanes wait for their longest message, so messages are sorted by the number of hash blocks they fill.</remarks>
internal sealed class HashLanes
{
    private const int BlockSize = 128;

    // A full branch without value has 3 bytes of header, its path and 16 links of 33 bytes: five blocks.
    private const int MostBlocks = 5;

    private readonly Bucket?[] _buckets = new Bucket?[MostBlocks];

    /// <summary>How many hashes were computed or are waiting.</summary>
    public long Count { get; private set; }

    /// <summary>Hashes a copy of the message, at the latest when flushed, and writes 32 bytes at an array's offset.</summary>
    public void Add(ReadOnlySpan<byte> message, byte[] destination, int offset)
    {
        Count++;
        var blocks = message.IsEmpty ? 0 : (message.Length - 1) / BlockSize;
        if (blocks >= MostBlocks)
        {
            Blake2b.Hash256(message).CopyTo(destination.AsSpan(offset));
            return;
        }

        var bucket = _buckets[blocks] ??= new Bucket((blocks + 1) * BlockSize);
        bucket.Add(message, destination, offset);
    }

    /// <summary>Hashes what is waiting.</summary>
    public void Flush()
    {
        foreach (var bucket in _buckets)
        {
            bucket?.Flush();
        }
    }

    private sealed class Bucket(int mostBytes)
    {
        private readonly byte[] _messages = GC.AllocateUninitializedArray<byte>(mostBytes * Blake2b.Lanes);
        private readonly int[] _ends = new int[Blake2b.Lanes];
        private readonly (byte[] Array, int Offset)[] _destinations = new (byte[], int)[Blake2b.Lanes];
        private int _count;

        public void Add(ReadOnlySpan<byte> message, byte[] destination, int offset)
        {
            var start = _count == 0 ? 0 : _ends[_count - 1];
            message.CopyTo(_messages.AsSpan(start));
            _ends[_count] = start + message.Length;
            _destinations[_count] = (destination, offset);
            if (++_count == Blake2b.Lanes)
            {
                Flush();
            }
        }

        public void Flush()
        {
            if (_count == 0)
            {
                return;
            }

            Span<Hash256> digests = stackalloc Hash256[Blake2b.Lanes];
            Blake2b.Hash256x8(_messages.AsSpan(0, _ends[_count - 1]), _ends.AsSpan(0, _count), digests);
            for (var i = 0; i < _count; i++)
            {
                digests[i].CopyTo(_destinations[i].Array.AsSpan(_destinations[i].Offset));
            }

            _count = 0;
        }
    }
}
