namespace SubstraTee.Trie;

/// <summary>Goes over the entries of a trie in key order, from a key onwards.</summary>
internal sealed class TrieCursor
{
    private readonly TrieNode? _root;
    private readonly Stack<Frame> _open = new();
    private byte[] _path = new byte[64];
    private TrieNode? _pending;
    private int _pendingPosition;
    private TrieNode? _current;
    private int _keyLength;

    public TrieCursor(TrieNode? root)
    {
        _root = root;
        _pending = root;
    }

    /// <summary>The current key, valid until the cursor moves.</summary>
    public ReadOnlySpan<byte> Key => _path.AsSpan(0, _keyLength);

    public ReadOnlyMemory<byte> Value => _current!.Value;

    /// <summary>Goes before the first key that is above the bound, or equal to it where inclusive.</summary>
    public void Seek(ReadOnlySpan<byte> bound, bool inclusive)
    {
        _open.Clear();
        _pending = null;
        var node = _root;
        var position = 0;
        while (node is not null)
        {
            var rest = NibblePath.OfKey(bound, position);
            var length = node.PathLength;
            var common = node.Path.CommonPrefix(rest);
            if (common < length)
            {
                if (common == rest.Length || node.Path[common] > rest[common])
                {
                    Await(node, position);
                }

                return;
            }

            if (length == rest.Length && inclusive)
            {
                Await(node, position);
                return;
            }

            var end = Append(node.Path, position);
            if (node is not BranchNode branch)
            {
                return;
            }

            if (length == rest.Length)
            {
                _open.Push(new Frame(branch, 0, end));
                return;
            }

            var nibble = rest[length];
            _open.Push(new Frame(branch, nibble + 1, end));
            node = branch.Child(nibble);
            position = AppendNibble(nibble, end);
        }
    }

    public bool MoveNext()
    {
        while (true)
        {
            var node = _pending;
            var position = _pendingPosition;
            _pending = null;
            if (node is null)
            {
                if (!_open.TryPop(out var frame))
                {
                    _current = null;
                    return false;
                }

                var nibble = NibblePath.NextIn(frame.Branch.Bitmap, frame.Next);
                if (nibble == 16)
                {
                    continue;
                }

                _open.Push(frame with { Next = nibble + 1 });
                node = frame.Branch.Child(nibble)!;
                position = AppendNibble(nibble, frame.End);
            }

            var end = Append(node.Path, position);
            if (node is BranchNode branch)
            {
                _open.Push(new Frame(branch, 0, end));
            }

            if (node.HasValue)
            {
                _current = node;
                _keyLength = end >> 1;
                return true;
            }
        }
    }

    private void Await(TrieNode node, int position)
    {
        _pending = node;
        _pendingPosition = position;
    }

    private int Append(NibblePath path, int position)
    {
        var end = position + path.Length;
        Reserve(end);
        path.CopyToKey(_path, position);
        return end;
    }

    private int AppendNibble(int nibble, int position)
    {
        Reserve(position + 1);
        ref var pair = ref _path[position >> 1];
        pair = (byte)((position & 1) == 0 ? nibble << 4 : (pair & 0xF0) | nibble);
        return position + 1;
    }

    private void Reserve(int nibbles)
    {
        if (_path.Length << 1 <= nibbles)
        {
            Array.Resize(ref _path, Math.Max(_path.Length * 2, (nibbles >> 1) + 1));
        }
    }

    private readonly record struct Frame(BranchNode Branch, int Next, int End);
}
