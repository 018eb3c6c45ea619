namespace SubstraTee.Simulation.Intel;

/// <summary>A TCB level of an enclave or a TDX module.</summary>
/// <param name="IsvSvn">From which SVN on.</param>
/// <param name="Status">Intel's name of the status.</param>
/// <param name="TcbDate">Unix seconds.</param>
/// <param name="Advisories">What applies.</param>
public sealed record IsvLevelSpec(int IsvSvn, string Status, long TcbDate, params IReadOnlyList<string> Advisories);
