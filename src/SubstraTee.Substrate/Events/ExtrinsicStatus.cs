namespace SubstraTee.Substrate;

/// <summary>Whether an extrinsic succeeded.</summary>
public enum ExtrinsicStatus
{
    /// <summary>The events do not say.</summary>
    Unknown = 0,

    /// <summary>It succeeded.</summary>
    Succeeded,

    /// <summary>It failed, and its effects were undone.</summary>
    Failed,
}
