namespace SubstraTee.Simulation;

/// <summary>How a simulated platform stands against what its simulated vendor asks for.</summary>
public enum SimulatedTcb
{
    /// <summary>Nothing is missing.</summary>
    UpToDate,

    /// <summary>Security updates are missing.</summary>
    OutOfDate,

    /// <summary>The vendor trusts it no longer.</summary>
    Revoked,
}
