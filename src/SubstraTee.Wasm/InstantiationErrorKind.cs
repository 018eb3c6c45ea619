namespace SubstraTee.Wasm;

/// <summary>Why a module cannot be instantiated.</summary>
public enum InstantiationErrorKind
{
    /// <summary>Nobody offers something that it imports.</summary>
    MissingImport = 1,

    /// <summary>What is offered is of another type than the one it imports.</summary>
    IncompatibleImport,

    /// <summary>It needs more than the store's limits allow.</summary>
    LimitExceeded,

    /// <summary>A segment does not fit, or the start function trapped; what was done until then stays done.</summary>
    Trapped,
}
