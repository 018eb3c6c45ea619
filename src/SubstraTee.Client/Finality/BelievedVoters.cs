using System.Collections.Immutable;
using SubstraTee.LightClient;

namespace SubstraTee.Client;

/// <summary>The voters that are believed, and how they came to be.</summary>
/// <param name="Voters">The voters.</param>
/// <param name="After">The final block after which they are in force.</param>
/// <param name="Changes">The changes that lead to them from those that were believed first.</param>
internal sealed record BelievedVoters(AuthoritySet Voters, uint After, ImmutableArray<VoterChange> Changes);
