using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>What came of an extrinsic that was offered to a block.</summary>
/// <param name="Refused">Why it is not in the block, or null when it is.</param>
/// <param name="Error">Why its call failed, though it is in the block and paid for; else null.</param>
public readonly record struct ApplyResult(TransactionValidityError? Refused, DispatchError? Error)
{
    /// <summary>True when it is in the block.</summary>
    public bool IsIncluded => Refused is null;

    /// <summary>True when it is in the block and its call succeeded.</summary>
    public bool IsSuccess => Refused is null && Error is null;

    internal static ApplyResult Invalid(InvalidTransaction reason) => new(TransactionValidityError.Of(reason), null);
}
