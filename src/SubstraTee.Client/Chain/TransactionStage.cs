namespace SubstraTee.Client;

/// <summary>How far a transaction has to be before one goes on.</summary>
public enum TransactionStage
{
    /// <summary>It is in a block, which may still be replaced.</summary>
    InBlock = 0,

    /// <summary>Its block is final.</summary>
    Finalized,
}
