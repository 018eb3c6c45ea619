using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary>What came of a submitted extrinsic: taken, or refused for one of three kinds of reasons.</summary>
/// <param name="Undecodable">What is wrong with its form, or null.</param>
/// <param name="Invalid">Why the runtime does not want it, or null.</param>
/// <param name="Outcome">What the pool said.</param>
internal readonly record struct SubmissionResult(string? Undecodable, TransactionValidityError? Invalid, PoolOutcome Outcome)
{
    public bool IsTaken => Undecodable is null && Invalid is null && Outcome.Fault == PoolFault.None;
}
