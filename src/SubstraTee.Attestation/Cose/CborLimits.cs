namespace SubstraTee.Attestation.Cose;

/// <summary>How much CBOR is looked at before it is refused.</summary>
/// <param name="MaxBytes">The most bytes.</param>
/// <param name="MaxItems">The most items, keys and nested ones included.</param>
/// <param name="MaxDepth">How deep arrays, maps and tags may lie in each other.</param>
/// <param name="AllowIndefinite">Whether arrays and maps may leave their length open.</param>
/// <remarks>
/// Strings never may: a length that is left open makes two encodings of one text. AWS Nitro's signed payload has a map of
/// indefinite length in some generations, so there, and only there, arrays and maps may.
/// </remarks>
internal readonly record struct CborLimits(int MaxBytes, int MaxItems, int MaxDepth, bool AllowIndefinite = false)
{
    /// <summary>Arm's tokens: a collection of two tokens, each with at most some dozens of software components.</summary>
    public static CborLimits Token { get; } = new(MaxBytes: 32 * 1024, MaxItems: 2048, MaxDepth: 6);

    /// <summary>The wrapping COSE structure of a Nitro document, whose payload is one string.</summary>
    public static CborLimits NitroDocument { get; } = new(MaxBytes: 32 * 1024, MaxItems: 16, MaxDepth: 3);

    /// <summary>The payload of a Nitro document: registers and a certificate chain.</summary>
    public static CborLimits NitroPayload { get; } = new(MaxBytes: 32 * 1024, MaxItems: 128, MaxDepth: 3, AllowIndefinite: true);
}
