using SubstraTee.Client;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary>A transaction in a block.</summary>
internal sealed record TransactionDocument(string Hash, BlockDocument Block, uint Index)
{
    /// <summary>The document of a result.</summary>
    public static TransactionDocument Of(TransactionResult result) =>
        new(result.Hash.ToString(), BlockDocument.Of(result.Block), result.Index);
}

/// <summary>A block by number and hash.</summary>
internal sealed record BlockDocument(uint Number, string Hash)
{
    /// <summary>The document of a block.</summary>
    public static BlockDocument Of(BlockRef block) => new(block.Number, block.Hash.ToString());
}
