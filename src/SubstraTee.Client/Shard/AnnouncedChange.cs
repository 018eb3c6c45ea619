using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Client;

/// <summary>A policy that was announced for a shard.</summary>
/// <param name="Version">Its version.</param>
/// <param name="InForceFrom">The first block at which it is in force.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Transaction">What became of the transaction that announced it.</param>
public sealed record AnnouncedChange(uint Version, uint InForceFrom, AdmissionPolicy Policy, TransactionResult Transaction);
