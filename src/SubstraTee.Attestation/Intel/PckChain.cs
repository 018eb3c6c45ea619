using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>The chain from a PCK certificate to Intel's root.</summary>
internal static class PckChain
{
    private const string LeafName = "Intel SGX PCK Certificate";
    private const string ProcessorAuthority = "Intel SGX PCK Processor CA";
    private const string PlatformAuthority = "Intel SGX PCK Platform CA";
    private const int ChainInQuote = 5;

    /// <summary>Reads the chain that a quote carries.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="known">Certificates that were read before and need not be read again.</param>
    /// <exception cref="RefusalException">It carries something else, or certificates that are no chain.</exception>
    public static CertificateChain Of(Quote quote, params IEnumerable<Certificate> known)
    {
        Check.That(
            quote.CertificationDataType == ChainInQuote,
            RefusalReason.CertificationDataUnsupported,
            $"certification data of type {quote.CertificationDataType} has no certificate chain; bring the PCK chain as collateral");
        return CertificateChain.Order(Pem.ReadCertificates(quote.CertificationData.Span, "PCK chain", known), "PCK chain");
    }

    /// <summary>Verifies names, signatures and root; <paramref name="known"/> are certificates that were verified before.</summary>
    /// <exception cref="RefusalException">A check failed.</exception>
    public static void Verify(CertificateChain chain, TrustAnchors anchors, PreparedDcapCollateral? known)
    {
        Check.That(
            chain.Certificates.Count == 3, RefusalReason.CertificateMissing, $"PCK chain: {chain.Certificates.Count} certificates, where 3 have to be");
        var authority = chain.Issuer;
        if (known?.PckAuthority is { } prepared
            && prepared.Leaf.Raw.Span.SequenceEqual(authority.Raw.Span) && IsKnownRoot(known, chain.Root))
        {
            CertificateChain.CheckIssued(chain.Leaf, authority, authoritiesBelow: 0, "PCK chain");
            CertificateChain.CheckCritical(chain.Leaf, "PCK chain", []);
        }
        else
        {
            chain.VerifyTo(anchors, AnchorRole.IntelSgxRoot, "PCK chain");
        }

        CheckAuthorityName(authority);
        Check.That(
            chain.Leaf.CommonName == LeafName,
            RefusalReason.CertificateSubject,
            $"PCK chain: expected '{LeafName}', found '{chain.Leaf.CommonName}'");
        Check.That(
            !chain.Leaf.IsAuthority && (chain.Leaf.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.DigitalSignature)),
            RefusalReason.CertificateKeyUsage,
            "the key of the PCK certificate may not sign reports");
    }

    /// <summary>Checks that a certificate is one of the two authorities of PCK certificates.</summary>
    /// <exception cref="RefusalException">It is not.</exception>
    public static void CheckAuthorityName(Certificate authority) =>
        Check.That(
            authority.CommonName is ProcessorAuthority or PlatformAuthority,
            RefusalReason.CertificateSubject,
            $"expected '{ProcessorAuthority}' or '{PlatformAuthority}', found '{authority.CommonName}'");

    private static bool IsKnownRoot(PreparedDcapCollateral known, Certificate root) =>
        known.TcbSigningChain.Root.Raw.Span.SequenceEqual(root.Raw.Span)
        || (known.PckAuthority is { } authority && authority.Root.Raw.Span.SequenceEqual(root.Raw.Span));
}
