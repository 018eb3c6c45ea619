using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>A level of a <see cref="TcbInfoStatement"/>: what holds when every component is at least this.</summary>
/// <param name="Components">The 16 component SVNs of SGX.</param>
/// <param name="PceSvn">The provisioning certification enclave's SVN.</param>
/// <param name="Status">How such a platform stands.</param>
public sealed record TcbInfoLevel(ImmutableArray<byte> Components, ushort PceSvn, TcbStatus Status);
