using SubstraTee.Crypto;

namespace SubstraTee.Client;

/// <summary>How one call is submitted.</summary>
public sealed record CallOptions
{
    /// <summary>Who signs and pays the chain's transaction; null for the caller.</summary>
    public KeyPair? Payer { get; init; }

    /// <summary>
    /// True (the default) to watch the transaction, so that one that leaves the pool or fails on chain is reported at once;
    /// false for many calls at a time: only the receipt, or the caller's patience, then tells.
    /// </summary>
    public bool WatchTransaction { get; init; } = true;

    /// <summary>The call's name, for its output's type; null when it is not known.</summary>
    public string? Name { get; init; }
}
