using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.LightClient;

/// <summary>The voters that take over (<c>sp_consensus_grandpa::ScheduledChange</c>).</summary>
/// <param name="NextAuthorities">The voters.</param>
/// <param name="Delay">How many blocks after the one that says so the change happens.</param>
[ScaleType("sp_consensus_grandpa::ScheduledChange")]
public sealed partial record GrandpaScheduledChange(ImmutableArray<GrandpaAuthority> NextAuthorities, uint Delay);
