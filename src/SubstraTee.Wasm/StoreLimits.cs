namespace SubstraTee.Wasm;

/// <summary>How much the instances of a store may have.</summary>
/// <remarks>
/// Growth within the limits never fails for reasons of the host, so that redundant workers agree: address space is reserved
/// beforehand, and a host without memory ends the process instead of changing a result.
/// </remarks>
public sealed record StoreLimits
{
    /// <summary>The defaults.</summary>
    public static StoreLimits Default { get; } = new();

    /// <summary>Bytes of each memory, rounded down to pages of 64 KiB; 256 MiB.</summary>
    public long MaxMemoryBytes { get; init; } = 256L << 20;

    /// <summary>Memories of all instances; 1000.</summary>
    public int MaxMemories { get; init; } = 1000;

    /// <summary>Elements of each table; 1 000 000.</summary>
    public int MaxTableElements { get; init; } = 1_000_000;

    /// <summary>Tables of all instances; 1000.</summary>
    public int MaxTables { get; init; } = 1000;

    /// <summary>Instances; 10 000.</summary>
    public int MaxInstances { get; init; } = 10_000;
}
