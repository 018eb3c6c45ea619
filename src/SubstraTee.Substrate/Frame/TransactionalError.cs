namespace SubstraTee.Substrate;

/// <summary>Why a storage transaction could not be opened or closed.</summary>
/// <remarks><c>sp_runtime::TransactionalError</c>; the names and numbers are its variants'.</remarks>
public enum TransactionalError : byte
{
    /// <summary>Too many transactions are nested.</summary>
    LimitReached = 0,

    /// <summary>There is no open transaction.</summary>
    NoLayer = 1,
}
