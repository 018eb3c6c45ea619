using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>A later policy of the shard, proven; sealed with the progress.</summary>
/// <param name="Version">Its version, from 1 on.</param>
/// <param name="InForceFrom">The first block at which it is in force.</param>
/// <param name="KnownSince">The block by whose state it was proven: what registered later was judged by it too.</param>
/// <param name="Policy">The policy.</param>
[ScaleType]
internal sealed partial record AnnouncedPolicy(uint Version, uint InForceFrom, uint KnownSince, AdmissionPolicy Policy);
