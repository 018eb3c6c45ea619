namespace SubstraTee.Fuzz;

/// <summary>An input that a target did not survive.</summary>
/// <param name="Input">The bytes.</param>
/// <param name="Why">The exception, or the limit that was broken.</param>
public sealed record FuzzFinding(byte[] Input, string Why);
