using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.LightClient;

/// <summary>All that a light client remembers, as it is encoded to be sealed.</summary>
/// <param name="Version">The layout's version, 1.</param>
/// <param name="Genesis">Hash of the chain's first block.</param>
/// <param name="HeadNumber">Height of the last final block.</param>
/// <param name="HeadHash">Its hash.</param>
/// <param name="SetId">Number of the set in force after it.</param>
/// <param name="Authorities">The voters in force after it.</param>
/// <param name="Previous">The voters that justified it, when they are no longer in force.</param>
/// <param name="PendingBlock">The block after which other voters take over, when that is known.</param>
/// <param name="PendingAuthorities">Those voters; empty when none are pending.</param>
[ScaleType]
internal sealed partial record FinalityState(
    byte Version,
    Hash256 Genesis,
    uint HeadNumber,
    Hash256 HeadHash,
    ulong SetId,
    [MaxLength(AuthoritySet.MaxAuthorities)] ImmutableArray<GrandpaAuthority> Authorities,
    [MaxLength(AuthoritySet.MaxAuthorities)] ImmutableArray<GrandpaAuthority> Previous,
    uint? PendingBlock,
    [MaxLength(AuthoritySet.MaxAuthorities)] ImmutableArray<GrandpaAuthority> PendingAuthorities);
