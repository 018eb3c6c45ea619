namespace SubstraTee.Attestation.X509;

/// <summary>Chains by our own rules: few certificates, explicit time, a pinned key at the end.</summary>
internal sealed class CertificateChain
{
    /// <summary>The most certificates in a chain.</summary>
    public const int MaxCertificates = 8;

    private readonly Certificate[] _certificates;

    private CertificateChain(Certificate[] certificates) => _certificates = certificates;

    /// <summary>From the leaf to the root.</summary>
    public IReadOnlyList<Certificate> Certificates => _certificates;

    /// <summary>The certificate that the chain is about.</summary>
    public Certificate Leaf => _certificates[0];

    /// <summary>The authority that issued the leaf; the root itself when there is nothing between.</summary>
    public Certificate Issuer => _certificates[Math.Min(1, _certificates.Length - 1)];

    /// <summary>The self-issued certificate at the end.</summary>
    public Certificate Root => _certificates[^1];

    /// <summary>The time within which all certificates are valid.</summary>
    public ValidityWindow Validity =>
        _certificates.Aggregate(ValidityWindow.Always, (window, certificate) => window.Intersect(certificate.Validity));

    /// <summary>Puts certificates in order from leaf to root, whatever order they came in.</summary>
    /// <exception cref="RefusalException">They are not one chain that ends in a self-issued certificate.</exception>
    public static CertificateChain Order(IReadOnlyList<Certificate> certificates, string what)
    {
        Check.That(certificates.Count > 0, RefusalReason.CertificateMissing, $"{what}: no certificate");
        Check.That(
            certificates.Count <= MaxCertificates, RefusalReason.CertificateExtra, $"{what}: {certificates.Count} certificates");
        var rest = certificates.ToList();
        // The leaf is the one that issued no other.
        var leaf = rest.FirstOrDefault(one => !rest.Any(other => !ReferenceEquals(one, other) && other.Issuer.Span.SequenceEqual(one.Subject.Span)))
            ?? throw new RefusalException(RefusalReason.CertificateExtra, $"{what}: the certificates issue each other");
        var chain = new List<Certificate> { leaf };
        rest.Remove(leaf);
        while (!chain[^1].IsSelfIssued)
        {
            var issuer = rest.FirstOrDefault(other => other.Subject.Span.SequenceEqual(chain[^1].Issuer.Span))
                ?? throw new RefusalException(RefusalReason.CertificateMissing, $"{what}: the issuer of {chain[^1].CommonName} is missing");
            chain.Add(issuer);
            rest.Remove(issuer);
        }

        Check.That(rest.Count == 0, RefusalReason.CertificateExtra, $"{what}: {rest.Count} certificate(s) that do not belong to the chain");
        return new([.. chain]);
    }

    /// <summary>Takes certificates as they come, from leaf to root; names are compared when the chain is verified.</summary>
    /// <exception cref="RefusalException">None, or too many.</exception>
    public static CertificateChain InOrder(IReadOnlyList<Certificate> certificates, string what)
    {
        Check.That(certificates.Count > 0, RefusalReason.CertificateMissing, $"{what}: no certificate");
        Check.That(
            certificates.Count <= MaxCertificates, RefusalReason.CertificateExtra, $"{what}: {certificates.Count} certificates");
        return new([.. certificates]);
    }

    /// <summary>Checks names, signatures, authority, key usage, path lengths and the pinned key; not the time.</summary>
    /// <param name="anchors">What the root's key has to be among.</param>
    /// <param name="role">Anchors of which role count.</param>
    /// <param name="what">Names the chain in refusals.</param>
    /// <param name="knownCriticalExtensions">Critical extensions that the caller reads itself, beside the usual ones.</param>
    /// <returns>The anchor that the root's key is.</returns>
    /// <exception cref="RefusalException">A check failed.</exception>
    public TrustAnchor VerifyTo(
        TrustAnchors anchors, AnchorRole role, string what, params ReadOnlySpan<string> knownCriticalExtensions)
    {
        var anchor = anchors.Require(role, Root.Key.SubjectPublicKeyInfo.Span, $"{what}: {Root.CommonName}");
        for (var i = _certificates.Length - 1; i >= 0; i--)
        {
            var issuer = _certificates[Math.Min(i + 1, _certificates.Length - 1)];
            CheckIssued(_certificates[i], issuer, authoritiesBelow: Math.Max(i, 0), what);
            CheckCritical(_certificates[i], what, knownCriticalExtensions);
        }

        return anchor;
    }

    /// <summary>Checks that every certificate is valid at a time.</summary>
    /// <exception cref="RefusalException">One is not.</exception>
    public void CheckTime(long time, string what)
    {
        foreach (var certificate in _certificates)
        {
            CheckTime(certificate, time, what);
        }
    }

    /// <summary>Checks that a certificate is valid at a time.</summary>
    /// <exception cref="RefusalException">It is not.</exception>
    public static void CheckTime(Certificate certificate, long time, string what)
    {
        Check.That(
            certificate.NotBefore <= time,
            RefusalReason.CertificateNotYetValid,
            $"{what}: {certificate.CommonName} is valid from {certificate.NotBefore}, which is after {time}");
        Check.That(
            time <= certificate.NotAfter,
            RefusalReason.CertificateExpired,
            $"{what}: {certificate.CommonName} is valid until {certificate.NotAfter}, which is before {time}");
    }

    /// <summary>Checks that one certificate issued another.</summary>
    /// <param name="certificate">The one below.</param>
    /// <param name="issuer">The one above, or itself for a root.</param>
    /// <param name="authoritiesBelow">How many certificates stand below the issuer, the leaf not counted.</param>
    /// <param name="what">Names the chain in refusals.</param>
    /// <exception cref="RefusalException">It did not, or was not allowed to.</exception>
    public static void CheckIssued(Certificate certificate, Certificate issuer, int authoritiesBelow, string what)
    {
        Check.That(
            certificate.Issuer.Span.SequenceEqual(issuer.Subject.Span),
            RefusalReason.CertificateIssuerMismatch,
            $"{what}: {certificate.CommonName} names another issuer than {issuer.CommonName}");
        Check.That(issuer.IsAuthority, RefusalReason.CertificateNotAuthority, $"{what}: {issuer.CommonName} is no authority");
        Check.That(
            issuer.KeyUsage is null || issuer.KeyUsage.Value.HasFlag(KeyUsages.CertificateSign),
            RefusalReason.CertificateKeyUsage,
            $"{what}: the key of {issuer.CommonName} may not sign certificates");
        Check.That(
            issuer.PathLength is not { } limit || authoritiesBelow <= limit || ReferenceEquals(certificate, issuer),
            RefusalReason.CertificatePathTooLong,
            $"{what}: {issuer.CommonName} allows fewer authorities below it");
        Check.That(
            certificate.IsSignedBy(issuer.Key),
            RefusalReason.CertificateSignatureInvalid,
            $"{what}: {certificate.CommonName} is not signed by {issuer.CommonName}");
    }

    /// <summary>Checks that every critical extension is understood.</summary>
    /// <exception cref="RefusalException">One is not.</exception>
    public static void CheckCritical(Certificate certificate, string what, ReadOnlySpan<string> known)
    {
        foreach (var extension in certificate.Extensions)
        {
            Check.That(
                !extension.Critical || extension.Oid is Oids.BasicConstraints or Oids.KeyUsage or Oids.ExtendedKeyUsage || known.Contains(extension.Oid),
                RefusalReason.CertificateCriticalExtension,
                $"{what}: {certificate.CommonName} has the critical extension {extension.Oid}, which is not understood");
        }
    }
}
