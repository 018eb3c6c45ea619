using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>What becomes of a transaction (<c>sc_transaction_pool_api::TransactionStatus</c>).</summary>
internal readonly record struct TransactionStatus(TransactionStatusKind Kind, Hash256 Hash = default, int Index = 0)
{
    /// <summary>True when no other will follow.</summary>
    public bool IsLast => Kind is not (TransactionStatusKind.Future or TransactionStatusKind.Ready or TransactionStatusKind.InBlock);
}

internal enum TransactionStatusKind
{
    Future,
    Ready,
    InBlock,
    Finalized,
    FinalityTimeout,
    Usurped,
    Dropped,
    Invalid,
}
