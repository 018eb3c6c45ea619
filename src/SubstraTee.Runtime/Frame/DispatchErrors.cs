using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>The errors that belong to no pallet, made once.</summary>
internal static class DispatchErrors
{
    public static DispatchError Other { get; } = new DispatchError.Other();

    public static DispatchError BadOrigin { get; } = new DispatchError.BadOrigin();

    public static DispatchError CannotLookup { get; } = new DispatchError.CannotLookup();

    public static DispatchError Exhausted { get; } = new DispatchError.Exhausted();

    public static DispatchError Overflow { get; } = new DispatchError.Arithmetic(ArithmeticError.Overflow);

    public static DispatchError FundsUnavailable { get; } = new DispatchError.Token(TokenError.FundsUnavailable);

    public static DispatchError NotExpendable { get; } = new DispatchError.Token(TokenError.NotExpendable);

    public static DispatchError BelowMinimum { get; } = new DispatchError.Token(TokenError.BelowMinimum);
}
