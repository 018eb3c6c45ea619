namespace SubstraTee.Stf;

/// <summary>What a call came to, as bytes.</summary>
/// <param name="Applied">True when the state changes stand.</param>
/// <param name="ErrorCode">Index of the error in the schema, when not applied.</param>
/// <param name="Bytes">The output, or the error, SCALE.</param>
public readonly record struct StfCallOutcome(bool Applied, uint ErrorCode, ReadOnlyMemory<byte> Bytes);
