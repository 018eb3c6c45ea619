using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>A header that is proved to be final: only <see cref="FinalityChain"/> and <see cref="FinalityProof"/> make one.</summary>
public sealed class FinalizedHeader
{
    internal FinalizedHeader(BlockHeader header, Hash256 hash)
    {
        Header = header;
        Hash = hash;
    }

    /// <summary>The header.</summary>
    public BlockHeader Header { get; }

    /// <summary>The block's hash.</summary>
    public Hash256 Hash { get; }

    /// <summary>The block's height.</summary>
    public uint Number => Header.Number;

    /// <summary>Height and hash.</summary>
    public override string ToString() => $"{Number} {Hash}";
}
