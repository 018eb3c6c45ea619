namespace SubstraTee.Attestation.Intel;

/// <summary>A TCB level of an enclave or a TDX module: what holds from an SVN on.</summary>
internal sealed record IsvLevel(ushort IsvSvn, long TcbDate, TcbStatus Status, string[] Advisories);
