namespace SubstraTee.Attestation.Intel;

/// <summary>A TCB level of a platform: what holds when every component is at least this.</summary>
internal sealed record TcbLevel(
    byte[] SgxComponents, ushort PceSvn, byte[]? TdxComponents, long TcbDate, TcbStatus Status, string[] Advisories);
