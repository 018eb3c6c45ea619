using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>A policy of the shard with its version.</summary>
/// <param name="Version">0 for the descriptor's.</param>
/// <param name="KnownSince">The block by whose state it was proven; 0 for the descriptor's.</param>
/// <param name="Policy">The policy.</param>
internal sealed record PolicyInForce(uint Version, uint KnownSince, AdmissionPolicy Policy);
