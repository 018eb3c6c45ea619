using System.Collections.Immutable;
using SubstraTee.LightClient;

namespace SubstraTee.Client;

/// <summary>A final block and what proves it.</summary>
/// <param name="Block">The header, proved to be final.</param>
/// <param name="Justification">The justification that proves it, encoded.</param>
public sealed record ProvenBlock(FinalizedHeader Block, ReadOnlyMemory<byte> Justification)
{
    /// <summary>The changes of voters that lead from those that were believed first to those of the justification.</summary>
    public ImmutableArray<VoterChange> Changes { get; init; } = [];
}
