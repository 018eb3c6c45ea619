using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Client;

/// <summary>What a receipt proves.</summary>
/// <param name="Fault">Why it proves nothing, or none.</param>
/// <param name="Why">The same in words; empty when it holds.</param>
/// <param name="IsSimulated">True when a signer or the policy is simulated.</param>
/// <param name="Signers">The members that signed it.</param>
/// <param name="AnchoredAt">The final block whose state holds its anchor.</param>
public sealed record ReceiptVerdict(
    ReceiptFault Fault, string Why, bool IsSimulated, ImmutableArray<ShardMember> Signers, BlockRef AnchoredAt)
{
    /// <summary>True when the receipt proves what it says.</summary>
    public bool Holds => Fault == ReceiptFault.None;

    internal static ReceiptVerdict Refused(ReceiptFault fault, string why) => new(fault, why, false, [], default);
}
