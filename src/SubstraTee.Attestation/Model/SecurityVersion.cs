namespace SubstraTee.Attestation;

/// <summary>A number that grows with security fixes, under the family's own name for it.</summary>
/// <param name="Name">Lower case: <c>isv_svn</c>, <c>guest_svn</c>, <c>pce_svn</c>, <c>snp_spl</c>.</param>
/// <param name="Value">The number.</param>
public readonly record struct SecurityVersion(string Name, ulong Value);
