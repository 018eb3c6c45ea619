using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Attestation;

/// <summary>Says no from within a parser or verifier.</summary>
internal static class Check
{
    /// <summary>Goes on only when the condition holds.</summary>
    /// <exception cref="RefusalException">It does not.</exception>
    public static void That([DoesNotReturnIf(false)] bool condition, RefusalReason reason, string detail)
    {
        if (!condition)
        {
            throw new RefusalException(reason, detail);
        }
    }
}
