namespace SubstraTee.Runtime;

/// <summary>Why a block that exists already is not valid.</summary>
public enum BlockFault
{
    /// <summary>It does not follow the block it was executed on.</summary>
    WrongParent,

    /// <summary>It contains an extrinsic that may not be in it.</summary>
    InvalidExtrinsic,

    /// <summary>It does not begin with the time it was built at.</summary>
    MissingInherent,

    /// <summary>The header's extrinsics root is not the body's.</summary>
    WrongExtrinsicsRoot,

    /// <summary>The header's state root is not that of the state after the block.</summary>
    WrongStateRoot,

    /// <summary>The header has other messages than the block gives rise to.</summary>
    WrongDigest,
}
