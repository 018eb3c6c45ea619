namespace SubstraTee.Simulation;

/// <summary>What is to be wrong with minted evidence; nothing by default.</summary>
public sealed record SimulatedFaults
{
    /// <summary>Evidence of a platform and an enclave that are as they should be.</summary>
    public static SimulatedFaults None { get; } = new();

    /// <summary>Whether the enclave is open to its host's debugger.</summary>
    public bool Debug { get; init; }

    /// <summary>The platform's state.</summary>
    public SimulatedTcb Tcb { get; init; }

    /// <summary>Whether other code is measured than the enclave's.</summary>
    public bool OtherMeasurement { get; init; }

    /// <summary>Whether what vouches for the evidence has expired.</summary>
    public bool ExpiredCollateral { get; init; }
}
