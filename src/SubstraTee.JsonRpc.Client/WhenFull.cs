namespace SubstraTee.JsonRpc.Client;

/// <summary>What happens to a subscription whose reader is too slow.</summary>
public enum WhenFull
{
    /// <summary>It ends with an error, so that nothing is missed unnoticed.</summary>
    Fail = 0,

    /// <summary>The oldest messages are dropped: for whoever wants the newest state only.</summary>
    DropOldest,
}
