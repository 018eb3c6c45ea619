using SubstraTee.Enclave.Protocol;

namespace SubstraTee.SystemBenchmark;

/// <summary>A call that only has to be sent: signed, encrypted, wrapped in a signed extrinsic, written as a JSON-RPC request.</summary>
/// <param name="Message">The request's bytes; its id says nothing, since answers are counted only.</param>
/// <param name="Request">What opens the outcome.</param>
/// <param name="Value">What the counter must be after it.</param>
internal sealed record PreparedCall(byte[] Message, SealedRequest Request, ulong Value);
