using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Runtime;

/// <summary>What a pool needs to know of a transaction that may be included.</summary>
/// <param name="Priority">The higher, the sooner.</param>
/// <param name="Requires">Tags that other transactions must provide before.</param>
/// <param name="Provides">Tags that it provides.</param>
/// <param name="Longevity">For how many blocks this holds.</param>
/// <param name="Propagate">Whether to tell other nodes.</param>
[ScaleType("sp_runtime::transaction_validity::ValidTransaction", StructuralEquality = true)]
public sealed partial record ValidTransaction(
    ulong Priority, ImmutableArray<byte[]> Requires, ImmutableArray<byte[]> Provides, ulong Longevity, bool Propagate);
