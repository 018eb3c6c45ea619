using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>A pallet that has calls.</summary>
internal interface ICallable<in TCall>
{
    /// <summary>What a call costs, known before it is made.</summary>
    DispatchInfo InfoOf(TCall call);

    /// <summary>Makes a call. State and events of a call that fails are undone by the caller.</summary>
    DispatchOutcome Dispatch(RuntimeContext context, Origin origin, TCall call);
}
