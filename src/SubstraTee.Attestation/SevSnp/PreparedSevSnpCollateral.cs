using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation.SevSnp;

namespace SubstraTee.Attestation;

/// <summary>SEV-SNP collateral whose chain was verified once, against one set of anchors, for many reports of one chip.</summary>
/// <remarks>
/// Times and revocation are not part of it: every verification compares them with its own time. The report's signature, patch
/// levels and chip are verified every time. Several threads may use one.
/// </remarks>
public sealed class PreparedSevSnpCollateral : Collateral
{
    private readonly TrustAnchors _anchors;

    private PreparedSevSnpCollateral(SevSnpCollateral raw, TrustAnchors anchors, SnpChain chain) => (Raw, _anchors, Chain) = (raw, anchors, chain);

    /// <summary>The collateral as served.</summary>
    internal SevSnpCollateral Raw { get; }

    /// <summary>The chain, verified.</summary>
    internal SnpChain Chain { get; }

    /// <summary>Verifies the chain of collateral.</summary>
    /// <param name="collateral">As served.</param>
    /// <param name="anchors">The keys that the chain has to end in.</param>
    /// <param name="prepared">The collateral, ready for many reports.</param>
    /// <param name="reason">Why not, or <see cref="RefusalReason.None"/>.</param>
    /// <param name="detail">What was seen, for people.</param>
    public static bool TryPrepare(
        SevSnpCollateral collateral,
        TrustAnchors anchors,
        [NotNullWhen(true)] out PreparedSevSnpCollateral? prepared,
        out RefusalReason reason,
        out string detail)
    {
        try
        {
            prepared = new PreparedSevSnpCollateral(collateral, anchors, SnpChain.Verify(anchors, collateral));
            (reason, detail) = (RefusalReason.None, "");
            return true;
        }
        catch (RefusalException refusal)
        {
            (prepared, reason, detail) = (null, refusal.Reason, refusal.Message);
            return false;
        }
    }

    /// <summary>The verified chain, for the anchors that it was verified against, or such as have its root too.</summary>
    /// <exception cref="RefusalException">It was verified against others.</exception>
    internal SnpChain For(TrustAnchors anchors)
    {
        if (!ReferenceEquals(anchors, _anchors))
        {
            anchors.Require(Chain.Product.Role(), Chain.RootKey.Span, "prepared collateral");
            Check.That(anchors.Class == _anchors.Class, RefusalReason.UntrustedRoot, "the collateral was prepared under anchors of another class");
        }

        return Chain;
    }
}
