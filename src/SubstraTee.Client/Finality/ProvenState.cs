using System.Collections.Immutable;
using SubstraTee.LightClient;

namespace SubstraTee.Client;

/// <summary>Proven state and the proof itself, for whoever passes it on.</summary>
/// <param name="State">What the proof shows.</param>
/// <param name="Proof">The proof's nodes.</param>
public sealed record ProvenState(ChainState State, ImmutableArray<ReadOnlyMemory<byte>> Proof);
