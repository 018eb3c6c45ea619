using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What became of a request, for its caller alone.</summary>
/// <param name="Position">Where the request stands on the parentchain.</param>
/// <param name="CiphertextHash">Its name.</param>
/// <param name="Status">What became of it.</param>
[ScaleType]
public sealed partial record Outcome(Position Position, Hash256 CiphertextHash, OutcomeStatus Status);
