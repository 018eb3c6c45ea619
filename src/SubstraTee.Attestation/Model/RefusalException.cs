namespace SubstraTee.Attestation;

/// <summary>Ends a verification from within; a verifier's edge turns it into <see cref="Verdict.Refused"/>, so none escapes.</summary>
/// <remarks>The same choice as for decoders: docs/decisions/0002.</remarks>
#pragma warning disable CA1064 // It never leaves this assembly.
internal sealed class RefusalException(RefusalReason reason, string detail) : Exception(detail)
#pragma warning restore CA1064
{
    public RefusalReason Reason { get; } = reason;
}
