using System.Numerics;
using System.Runtime.CompilerServices;

namespace SubstraTee.Trie;

/// <summary>A node with children, which also keeps what each child's link encodes to.</summary>
/// <remarks>
/// A branch is changed in place only by the trie whose mark it bears; every other trie copies it first. Links are a cache:
/// they may be filled in on a shared branch, and whoever does so writes the same bytes (see <see cref="TrieLineage"/>).
/// The sixteen places for children lie in the node itself: going down a large trie costs one cache miss a level, not two.
/// </remarks>
internal sealed class BranchNode : TrieNode
{
    /// <summary>Bytes kept for a link: the compact length of what follows, then a hash or a short node.</summary>
    public const int LinkSize = 33;

    private readonly object? _owner;
    private byte[]? _links;
    private byte[]? _valueHash;
    private ushort _bitmap;
    private ushort _clean;
    private bool _hasValue;
    private Slots _children;

    private BranchNode(byte[] data, int parity, int pathLength, bool hasValue, object? owner)
        : base(data, parity, pathLength)
    {
        _hasValue = hasValue;
        _owner = owner;
    }

    private BranchNode(BranchNode source, byte[] data, int parity, int pathLength, object? owner)
        : this(data, parity, pathLength, source._hasValue, owner)
    {
        _children = source._children;
        _bitmap = source._bitmap;
        _valueHash = source._valueHash;
        var clean = Volatile.Read(ref source._clean);
        if (clean != 0 && Volatile.Read(ref source._links) is { } links)
        {
            _links = [.. links];
            _clean = clean;
        }
    }

    public override bool HasValue => _hasValue;

    /// <summary>One bit for each half-byte that leads to a child.</summary>
    public int Bitmap => _bitmap;

    public int ChildCount => BitOperations.PopCount(_bitmap);

    /// <summary>One bit for each child whose link is not known.</summary>
    public int DirtyBitmap => _bitmap & ~Volatile.Read(ref _clean);

    /// <summary>The hash of the value, where it was needed before and the value is still the same.</summary>
    public byte[]? ValueHash
    {
        get => Volatile.Read(ref _valueHash);
        set => Volatile.Write(ref _valueHash, value);
    }

    public static BranchNode Create(NibblePath path, object owner) =>
        new(path.ToArray([]), path.Parity, path.Length, hasValue: false, owner);

    public static BranchNode CreateWithValue(NibblePath path, ReadOnlySpan<byte> value, object owner) =>
        new(path.ToArray(value), path.Parity, path.Length, hasValue: true, owner);

    /// <summary>This branch if the owner may change it, or else a copy that it may change.</summary>
    public BranchNode OwnedBy(object owner) =>
        ReferenceEquals(_owner, owner) ? this : new BranchNode(this, Data, Path.Parity, PathLength, owner);

    /// <summary>A copy of which no link is known and whose children may be replaced one by one.</summary>
    public BranchNode WithoutLinks(object owner) =>
        new(Data, Path.Parity, PathLength, _hasValue, owner)
        {
            _children = _children,
            _bitmap = _bitmap,
            _valueHash = _valueHash,
        };

    public TrieNode? Child(int nibble) => _children[nibble];

    /// <summary>The place of an existing child.</summary>
    public ref TrieNode ChildSlot(int nibble) => ref _children[nibble]!;

    public TrieNode OnlyChild(out int nibble)
    {
        nibble = BitOperations.TrailingZeroCount((uint)_bitmap);
        return _children[nibble]!;
    }

    public void AddChild(int nibble, TrieNode child)
    {
        if (_links is { } old)
        {
            var offset = LinkOffset(nibble);
            var links = new byte[old.Length + LinkSize];
            old.AsSpan(0, offset).CopyTo(links);
            old.AsSpan(offset).CopyTo(links.AsSpan(offset + LinkSize));
            _links = links;
        }

        _children[nibble] = child;
        _bitmap |= (ushort)(1 << nibble);
        MarkDirty(nibble);
    }

    public void RemoveChild(int nibble)
    {
        if (_links is { } old)
        {
            var offset = LinkOffset(nibble);
            var links = new byte[old.Length - LinkSize];
            old.AsSpan(0, offset).CopyTo(links);
            old.AsSpan(offset + LinkSize).CopyTo(links.AsSpan(offset));
            _links = links;
        }

        _children[nibble] = null;
        _bitmap &= (ushort)~(1 << nibble);
        MarkDirty(nibble);
    }

    public void SetValue(ReadOnlySpan<byte> value)
    {
        Data = Path.ToArray(value);
        _valueHash = null;
        _hasValue = true;
    }

    public void ClearValue()
    {
        Data = Path.ToArray([]);
        _valueHash = null;
        _hasValue = false;
    }

    public void MarkDirty(int nibble) => _clean &= (ushort)~(1 << nibble);

    /// <summary>Tells that the links of these children have been written.</summary>
    public void MarkClean(int bits) => Volatile.Write(ref _clean, (ushort)(_clean | bits));

    /// <summary>The links of all children in order, <see cref="LinkSize"/> bytes each; unknown ones hold anything.</summary>
    public byte[] Links()
    {
        var links = Volatile.Read(ref _links);
        if (links is not null)
        {
            return links;
        }

        var fresh = new byte[ChildCount * LinkSize];
        return Interlocked.CompareExchange(ref _links, fresh, comparand: null) ?? fresh;
    }

    public int LinkOffset(int nibble) => BitOperations.PopCount(_bitmap & ((1u << nibble) - 1)) * LinkSize;

    public override int ReadAhead()
    {
        const int CacheLine = 64;
        var sum = 0;
        var links = _links;
        for (var i = 0; i < links?.Length; i += CacheLine)
        {
            sum += links[i];
        }

        return sum;
    }

    public override TrieNode WithoutPathStart(int nibbles, object owner)
    {
        var path = Path.Slice(nibbles);
        return new BranchNode(this, path.ToArray(ValueSpan), path.Parity, path.Length, owner);
    }

    public override TrieNode WithPathBefore(NibblePath before, int nibble, object owner) =>
        new BranchNode(
            this,
            NibblePath.Join(before, nibble, Path, ValueSpan),
            before.Parity,
            before.Length + 1 + PathLength,
            owner);

    [InlineArray(16)]
    private struct Slots
    {
        private TrieNode? _first;
    }
}
