namespace SubstraTee.Node;

/// <summary>Why the pool does not take a transaction that is valid in itself.</summary>
internal enum PoolFault
{
    None,
    Banned,
    AlreadyImported,
    TooLowPriority,
    ImmediatelyDropped,
    NoTags,
}

/// <summary>What came of a submission; the priorities say more of <see cref="PoolFault.TooLowPriority"/>.</summary>
internal readonly record struct PoolOutcome(PoolFault Fault, ulong OldPriority = 0, ulong NewPriority = 0);
