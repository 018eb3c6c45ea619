namespace SubstraTee.Simulation;

/// <summary>What evidence is to be minted about.</summary>
public sealed record SimulatedQuoteRequest
{
    /// <summary>Measurement of the enclave's published folder, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Folder { get; init; }

    /// <summary>What the evidence binds, 64 bytes.</summary>
    public required ReadOnlyMemory<byte> ReportData { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What is to be wrong with it.</summary>
    public SimulatedFaults Faults { get; init; } = SimulatedFaults.None;
}
