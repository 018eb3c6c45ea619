using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.SevSnp;

/// <summary>The chain of the key that signs reports: VCEK or VLEK, ASK or ASVK, ARK.</summary>
internal sealed class SnpChain
{
    private const string Name = "SEV-SNP chain";
    private const string VcekName = "SEV-VCEK";
    private const string VlekName = "SEV-VLEK";

    private readonly CertificateChain _chain;

    private SnpChain(CertificateChain chain, SnpProduct product, bool isVlek, VekExtensions extensions)
    {
        _chain = chain;
        Product = product;
        IsVlek = isVlek;
        Extensions = extensions;
    }

    /// <summary>The product whose root key the chain ends in.</summary>
    public SnpProduct Product { get; }

    /// <summary>Whether the key is a provider's instead of a chip's.</summary>
    public bool IsVlek { get; }

    /// <summary>What the leaf says of chip and patch levels.</summary>
    public VekExtensions Extensions { get; }

    /// <summary>The key that signs reports.</summary>
    public PublicKey Key => _chain.Leaf.Key;

    /// <summary>The root's key, a SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> RootKey => _chain.Root.Key.SubjectPublicKeyInfo;

    /// <summary>Reads the certificates and checks names, signatures and the pinned key; not the time, not revocation.</summary>
    /// <exception cref="RefusalException">A check failed.</exception>
    public static SnpChain Verify(TrustAnchors anchors, SevSnpCollateral collateral)
    {
        var vek = ReadOne(collateral.Vek, "VCEK or VLEK");
        return Verify(anchors, CertificateChain.InOrder([vek, ReadOne(collateral.Ask, "ASK"), ReadOne(collateral.Ark, "ARK")], Name));
    }

    /// <summary>Writes down what the certificate says, before anything in it is verified.</summary>
    public static void AddNotes(DiagnosticsBuilder notes, SevSnpCollateral collateral)
    {
        try
        {
            var vek = ReadOne(collateral.Vek, "VCEK or VLEK");
            if (ProductOf(vek) is { } product)
            {
                SnpNotes.AddExtensions(notes, VekExtensions.Read(vek, product));
            }
        }
        catch (RefusalException)
        {
            // The verification itself says what is wrong with it.
            notes.Add("vek", "unreadable");
        }
    }

    /// <summary>Checks that all certificates are valid at a time and that none is revoked.</summary>
    /// <returns>The time within which all of that holds.</returns>
    /// <exception cref="RefusalException">A check failed.</exception>
    public ValidityWindow CheckFreshness(VerificationRun run, ReadOnlyMemory<byte> crl)
    {
        _chain.CheckTime(run.Time, Name);
        if (crl.IsEmpty)
        {
            run.SkipOrRefuse(
                SkippableCheck.ArkCrl,
                RefusalReason.CrlMissing,
                $"the revocation list of {_chain.Root.CommonName} was not given; AMD serves it at /vcek/v1/{Product}/crl");
            return _chain.Validity;
        }

        var what = $"revocation list of {_chain.Root.CommonName}";
        var list = CertificateRevocationList.Parse(crl, what);
        list.CheckAuthority(_chain.Root, what);
        list.CheckTime(run.Time, what);
        foreach (var certificate in _chain.Certificates)
        {
            Check.That(
                !certificate.Issuer.Span.SequenceEqual(list.Issuer.Span) || !list.Revokes(certificate.SerialNumber.Span),
                RefusalReason.CertificateRevoked,
                $"{certificate.CommonName} is revoked");
        }

        return _chain.Validity.Intersect(list.Validity);
    }

    private static SnpChain Verify(TrustAnchors anchors, CertificateChain chain)
    {
        var product = ProductOfRoot(anchors, chain.Root);
        chain.VerifyTo(anchors, product.Role(), Name);
        var isVlek = chain.Leaf.CommonName == VlekName;
        CheckName(chain.Root, $"ARK-{product}");
        CheckName(chain.Issuer, isVlek ? $"SEV-VLEK-{product}" : $"SEV-{product}");
        CheckName(chain.Leaf, isVlek ? VlekName : VcekName);
        Check.That(
            chain.Leaf.Key.Algorithm == KeyAlgorithm.P384, RefusalReason.CertificateKeyInvalid, $"{chain.Leaf.CommonName} has no key on P-384");
        var extensions = VekExtensions.Read(chain.Leaf, product);
        Check.That(
            product.HasName(extensions.ProductName),
            RefusalReason.SnpProductMismatch,
            $"the certificate is for {extensions.ProductName}, its root key is of {product}");
        return new SnpChain(chain, product, isVlek, extensions);
    }

    // The product is taken from the anchor, which is trusted, and from nothing that an attacker could write.
    private static SnpProduct ProductOfRoot(TrustAnchors anchors, Certificate root)
    {
        foreach (var product in SnpProducts.All)
        {
            if (anchors.WithRole(product.Role()).Any(anchor => anchor.Key.AsSpan().SequenceEqual(root.Key.SubjectPublicKeyInfo.Span)))
            {
                return product;
            }
        }

        throw anchors.All.Any(anchor => anchor.Role is AnchorRole.AmdArkMilan or AnchorRole.AmdArkGenoa or AnchorRole.AmdArkTurin)
            ? new RefusalException(RefusalReason.UntrustedRoot, $"{Name}: the key of {root.CommonName} is none of the trust anchors for AMD")
            : new RefusalException(RefusalReason.AnchorMissing, "there is no trust anchor for AMD");
    }

    private static void CheckName(Certificate certificate, string name) => Check.That(
        certificate.CommonName == name,
        RefusalReason.CertificateSubject,
        $"{Name}: expected {name}, got {certificate.CommonName}");

    // For people only: what an unverified certificate says of itself.
    private static SnpProduct? ProductOf(Certificate vek)
    {
        foreach (var product in SnpProducts.All)
        {
            try
            {
                if (product.HasName(VekExtensions.Read(vek, product).ProductName))
                {
                    return product;
                }
            }
            catch (RefusalException)
            {
                // Not a certificate of this product; the verification itself says what is wrong with it.
                continue;
            }
        }

        return null;
    }

    private static Certificate ReadOne(ReadOnlyMemory<byte> bytes, string what)
    {
        Check.That(!bytes.IsEmpty, RefusalReason.CertificateMissing, $"{Name}: the {what} certificate is missing");
        if (!bytes.Span.StartsWith("-----"u8))
        {
            return Certificate.Parse(bytes, what);
        }

        var certificates = Pem.ReadCertificates(bytes.Span, what);
        Check.That(certificates.Count == 1, RefusalReason.CertificateExtra, $"{what}: {certificates.Count} certificates instead of one");
        return certificates[0];
    }
}
