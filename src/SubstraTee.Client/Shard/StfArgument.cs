namespace SubstraTee.Client;

/// <summary>An argument of a call or getter.</summary>
/// <param name="Name">Its name in lower case, words joined by <c>-</c>.</param>
/// <param name="Type">Its type, as one would write it.</param>
/// <param name="IsOptional">True when it may be left out.</param>
public sealed record StfArgument(string Name, string Type, bool IsOptional);
