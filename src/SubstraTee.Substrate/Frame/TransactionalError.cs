using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Why a storage transaction could not be opened or closed.</summary>
[ScaleType("sp_runtime::TransactionalError")]
public enum TransactionalError : byte
{
    /// <summary>Too many transactions are nested.</summary>
    LimitReached = 0,

    /// <summary>There is no open transaction.</summary>
    NoLayer = 1,
}
