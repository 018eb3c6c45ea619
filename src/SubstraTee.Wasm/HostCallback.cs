namespace SubstraTee.Wasm;

/// <summary>A function of the host: reads its arguments from the slots, and writes its results into them.</summary>
/// <param name="caller">Who calls.</param>
/// <param name="slots">Arguments, and then results, in the order of the type.</param>
public delegate void HostCallback(Caller caller, Slots slots);
