namespace SubstraTee.Attestation.Intel;

/// <summary>What evaluating a platform, its TDX module and its quoting enclave came to.</summary>
internal sealed record DcapTcb(
    TcbStatus Converged,
    TcbStatus Platform,
    TcbStatus? Module,
    TcbStatus Qe,
    long Date,
    IReadOnlyCollection<string> Advisories)
{
    /// <summary>TDX 1.5: the status as of the launch, before it is compared with the current one.</summary>
    public TcbStatus? Launch { get; init; }

    /// <summary>TDX 1.5: the status of what runs now.</summary>
    public TcbStatus? Current { get; init; }
}
