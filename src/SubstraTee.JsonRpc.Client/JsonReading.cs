namespace SubstraTee.JsonRpc.Client;

/// <summary>Reads a result where it lies.</summary>
/// <typeparam name="T">What is made of it.</typeparam>
/// <param name="utf8Json">The result as JSON in UTF-8, gone afterwards.</param>
public delegate T JsonReading<out T>(ReadOnlySpan<byte> utf8Json);
