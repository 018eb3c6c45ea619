using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>By what the enclave knows which extrinsics are due.</summary>
/// <param name="Anchors">What is proven.</param>
/// <param name="Head">The proven head.</param>
/// <param name="RegistersBySkip">Whether the policy in force wants a registration without evidence.</param>
/// <param name="Evidence">Evidence to register, with its collateral, or null.</param>
/// <param name="Joins">Whether instance and epoch key may be published.</param>
/// <param name="InstanceProven">Whether the instance is proven final.</param>
/// <param name="Receipts">Receipts to submit.</param>
internal sealed record DeskState(
    ProvenAnchors Anchors,
    BlockRef Head,
    bool RegistersBySkip,
    (MemberEvidence Evidence, CollateralBundle? Collateral)? Evidence,
    bool Joins,
    bool InstanceProven,
    ImmutableArray<PendingReceipt> Receipts);
