namespace SubstraTee.Fuzz;

/// <summary>One call of a function.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Outcome">Results, or the trap's code.</param>
/// <param name="Fuel">Fuel that it used.</param>
/// <param name="Trapped">Whether it trapped.</param>
public sealed record WasmCall(string Function, string Outcome, long Fuel, bool Trapped);
