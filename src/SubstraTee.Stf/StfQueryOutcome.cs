namespace SubstraTee.Stf;

/// <summary>What a getter came to, as bytes.</summary>
/// <param name="Verdict">Whether there is an answer.</param>
/// <param name="ErrorCode">Index of the error in the schema, when the STF refused.</param>
/// <param name="Answer">The answer, SCALE.</param>
public readonly record struct StfQueryOutcome(QueryVerdict Verdict, uint ErrorCode, ReadOnlyMemory<byte> Answer);
