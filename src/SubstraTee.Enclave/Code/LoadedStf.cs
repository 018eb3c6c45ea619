using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf;

namespace SubstraTee.Enclave;

/// <summary>A state transition function that can run, and what identifies it.</summary>
/// <param name="Identity">Whose hash has to be the one in the shard's descriptor.</param>
/// <param name="Schema">Its encoded schema, for clients.</param>
/// <param name="Execution">How it runs.</param>
public sealed record LoadedStf(StfIdentity Identity, ReadOnlyMemory<byte> Schema, IStfExecution Execution);
