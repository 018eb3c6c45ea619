namespace SubstraTee.Simulation.Intel;

/// <summary>A TCB level of a platform.</summary>
public sealed record TcbLevelSpec
{
    /// <summary>The 16 component SVNs of SGX.</summary>
    public required byte[] SgxComponents { get; init; }

    /// <summary>The 16 component SVNs of TDX, in statements about TDX.</summary>
    public byte[] TdxComponents { get; init; } = new byte[16];

    /// <summary>The provisioning certification enclave's SVN.</summary>
    public int PceSvn { get; init; }

    /// <summary>Intel's name of the status.</summary>
    public required string Status { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long TcbDate { get; init; }

    /// <summary>What applies.</summary>
    public IReadOnlyList<string> Advisories { get; init; } = [];
}
