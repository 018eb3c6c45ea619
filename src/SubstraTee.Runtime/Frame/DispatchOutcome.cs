using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>What came of a call.</summary>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="IsFree">True when the sender gets the fee back.</param>
internal readonly record struct DispatchOutcome(DispatchError? Error, bool IsFree = false)
{
    public static DispatchOutcome Ok => default;

    /// <summary>It succeeded and costs nothing.</summary>
    public static DispatchOutcome Free => new(null, IsFree: true);

    public bool IsOk => Error is null;

    public static DispatchOutcome Fail(DispatchError error) => new(error);

    public static implicit operator DispatchOutcome(DispatchError error) => new(error);
}
