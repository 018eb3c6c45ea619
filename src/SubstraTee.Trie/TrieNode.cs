namespace SubstraTee.Trie;

/// <summary>A node of the trie in memory: a path and, for leaves and some branches, a value.</summary>
/// <remarks>
/// Path and value share one array, which is never changed once written, so that nodes can share it. What a node hashes to
/// lies with its parent (<see cref="BranchNode"/>), where all children's hashes are needed together.
/// </remarks>
internal abstract class TrieNode
{
    private readonly int _pathLength;
    private readonly byte _parity;

    protected TrieNode(byte[] data, int parity, int pathLength)
    {
        Data = data;
        _parity = (byte)parity;
        _pathLength = pathLength;
    }

    /// <summary>The path's bytes, then the value's.</summary>
    protected byte[] Data { get; set; }

    public NibblePath Path => new(Data, _parity, _pathLength);

    public int PathLength => _pathLength;

    public abstract bool HasValue { get; }

    public ReadOnlyMemory<byte> Value => Data.AsMemory(PathBytes);

    public ReadOnlySpan<byte> ValueSpan => Data.AsSpan(PathBytes);

    protected int PathBytes => (_parity + _pathLength + 1) >> 1;

    /// <summary>Reads a byte of each cache line that encoding the node will need; what it returns means nothing.</summary>
    public abstract int ReadAhead();

    /// <summary>The same node without the first <paramref name="nibbles"/> of its path.</summary>
    public abstract TrieNode WithoutPathStart(int nibbles, object owner);

    /// <summary>The same node below a path that was another node's, and the half-byte that led from there.</summary>
    public abstract TrieNode WithPathBefore(NibblePath before, int nibble, object owner);
}

/// <summary>A node without children.</summary>
internal sealed class LeafNode : TrieNode
{
    private LeafNode(byte[] data, int parity, int pathLength)
        : base(data, parity, pathLength)
    {
    }

    public override bool HasValue => true;

    public static LeafNode Create(NibblePath path, ReadOnlySpan<byte> value) =>
        new(path.ToArray(value), path.Parity, path.Length);

    public override int ReadAhead() => Data.Length == 0 ? 0 : Data[0] + Data[^1];

    public override TrieNode WithoutPathStart(int nibbles, object owner) => Create(Path.Slice(nibbles), ValueSpan);

    public override TrieNode WithPathBefore(NibblePath before, int nibble, object owner) =>
        new LeafNode(NibblePath.Join(before, nibble, Path, ValueSpan), before.Parity, before.Length + 1 + PathLength);
}
