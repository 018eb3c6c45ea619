namespace SubstraTee.Attestation.Json;

/// <summary>What a JSON text may have at most; checked before anything is allocated for it.</summary>
/// <param name="Bytes">Length of the text.</param>
/// <param name="Depth">Nested objects and arrays.</param>
/// <param name="Values">Values of all kinds.</param>
internal readonly record struct JsonLimits(int Bytes, int Depth, int Values)
{
    /// <summary>For vendors' signed statements: a TCB info has some ten kilobytes and a thousand values.</summary>
    public static JsonLimits Default => new(256 * 1024, 12, 32 * 1024);
}
