namespace SubstraTee.Client;

/// <summary>What a finding means for whether a shard is used.</summary>
public enum TrustSeverity
{
    /// <summary>Good to know.</summary>
    Note = 0,

    /// <summary>To be accepted knowingly.</summary>
    Warning,

    /// <summary>The shard is not used.</summary>
    Refusal,
}
