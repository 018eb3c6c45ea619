namespace SubstraTee.LightClient;

/// <summary>What is proved of a value in a chain's state.</summary>
/// <param name="Kind">Whether it is there.</param>
/// <param name="Value">The value when present; where it is absent, the default that the chain gives to readers, if any.</param>
public readonly record struct StateRead<T>(StateReadKind Kind, T? Value);
