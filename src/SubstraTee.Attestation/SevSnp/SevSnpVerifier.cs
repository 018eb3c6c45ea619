using System.Collections.Immutable;
using SubstraTee.Attestation.X509;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.SevSnp;

/// <summary>Verifies SEV-SNP attestation reports (AMD #56860) with their certificate chain (AMD #57230).</summary>
internal static class SevSnpVerifier
{
    private const uint OldestVersion = 2;
    private const uint NewestVersion = 5;
    private const uint SignedByVcek = 0;
    private const uint SignedByVlek = 1;
    private const int TurinChipIdLength = 8;
    private const int AliasCheckCompleteBit = 5;

    /// <summary>Verifies a report of 1184 bytes.</summary>
    public static Verdict Verify(VerificationRun run, ReadOnlyMemory<byte> evidence, Collateral collateral)
    {
        var report = ReadReport(run, evidence);
        if (run.Options.Depth == VerificationDepth.DecodeOnly)
        {
            return run.Decoded();
        }

        var (raw, chain) = VerifyChain(run, collateral);
        var isVlek = report.SigningKey == SignedByVlek;
        run.Diagnostics.Add("signed_by", isVlek ? "SEV-VLEK" : "SEV-VCEK");
        Check.That(
            chain.IsVlek == isVlek,
            RefusalReason.SnpSigningKeyMismatch,
            $"the report is signed by a {(isVlek ? "VLEK" : "VCEK")}, the certificate is of the other kind");
        run.Diagnostics.Add("product", chain.Product.ToString());
        var signature = report.Signature();
        Check.That(signature is not null, RefusalReason.SnpSignatureMalformed, "bytes of the signature field that belong to no number are not zero");
        Check.That(
            chain.Key.VerifyFixed(SignatureScheme.EcdsaSha384, report.Signed, signature),
            RefusalReason.SnpSignatureInvalid,
            "the report is not signed by the key of this certificate");
        CheckProduct(report, chain);
        var reported = CheckTcb(run, report, chain);
        CheckChip(run, report, chain, isVlek);
        if (run.Options.Depth == VerificationDepth.SignaturesOnly)
        {
            return run.SignatureOnly("certificate_chain", "report_signature", "tcb", "chip_id");
        }

        var validity = chain.CheckFreshness(run, raw.ArkCrl);
        return run.Verified(Facts(report, chain, reported, isVlek, validity, StatusOf(raw, chain, report)));
    }

    private static (SevSnpCollateral Raw, SnpChain Chain) VerifyChain(VerificationRun run, Collateral collateral)
    {
        Check.That(collateral != Collateral.None, RefusalReason.CollateralMissing, "a SEV-SNP report needs the certificates of its key");
        if (collateral is PreparedSevSnpCollateral prepared)
        {
            return (prepared.Raw, prepared.For(run.Anchors));
        }

        var raw = collateral as SevSnpCollateral
            ?? throw new RefusalException(RefusalReason.CollateralKindMismatch, $"{collateral.GetType().Name} is no collateral of SEV-SNP");
        if (run.Diagnostics.Enabled)
        {
            SnpChain.AddNotes(run.Diagnostics, raw);
        }

        try
        {
            return (raw, SnpChain.Verify(run.Anchors, raw));
        }
        catch (RefusalException)
        {
            run.Diagnostics.Add("vcek_chain", "invalid");
            throw;
        }
    }

    private static SnpReport ReadReport(VerificationRun run, ReadOnlyMemory<byte> evidence)
    {
        Check.That(
            evidence.Length >= SnpReport.Length, RefusalReason.EvidenceTruncated, $"a report has {SnpReport.Length} bytes, not {evidence.Length}");
        Check.That(
            evidence.Length == SnpReport.Length, RefusalReason.EvidenceMalformed, $"a report has {SnpReport.Length} bytes, not {evidence.Length}");
        var report = new SnpReport(evidence);
        Check.That(
            report.Version is >= OldestVersion and <= NewestVersion,
            RefusalReason.UnsupportedEvidence,
            $"report version {report.Version}; known are {OldestVersion} to {NewestVersion}");
        if (run.Diagnostics.Enabled)
        {
            SnpNotes.AddReport(run.Diagnostics, report);
        }

        Check.That(
            report.SignatureAlgorithm == SnpReport.EcdsaP384Sha384,
            RefusalReason.SnpSignatureAlgorithmUnsupported,
            $"signature algorithm {report.SignatureAlgorithm}");
        Check.That(
            report.SigningKey is SignedByVcek or SignedByVlek,
            report.SigningKey == 7 ? RefusalReason.SnpNotSigned : RefusalReason.SnpSigningKeyMismatch,
            $"the report is signed by key {report.SigningKey}; known are 0 (VCEK) and 1 (VLEK)");
        return report;
    }

    private static void CheckProduct(SnpReport report, SnpChain chain)
    {
        if (!report.HasCpuId)
        {
            // Version 2 has no processor; the certificate's product, checked against the root key, stands for it.
            return;
        }

        var product = SnpProducts.OfProcessor(report.CpuId);
        Check.That(
            product is not null, RefusalReason.SnpProductUnknown, $"processor {Convert.ToHexStringLower(report.CpuId)} is of no known product");
        Check.That(product == chain.Product, RefusalReason.SnpProductMismatch, $"the report is of {product}, the root key of {chain.Product}");
    }

    // Without this check the certificate of any chip, at any patch level, would do.
    private static SnpTcb CheckTcb(VerificationRun run, SnpReport report, SnpChain chain)
    {
        var reported = SnpTcb.Read(report.ReportedTcb, chain.Product);
        var matches = report.ReportedTcb.SequenceEqual(chain.Extensions.Tcb.ToBytes().AsSpan());
        SnpNotes.AddTcb(run.Diagnostics, "reported_tcb_components", reported);
        run.Diagnostics.Add("reported_tcb_matches_certificate", matches);
        Check.That(
            matches, RefusalReason.SnpTcbMismatch, $"the report is at {reported}, its certificate is for {chain.Extensions.Tcb}");
        return reported;
    }

    private static void CheckChip(VerificationRun run, SnpReport report, SnpChain chain, bool isVlek)
    {
        if (isVlek)
        {
            Check.That(
                chain.Extensions.CloudProvider is not null, RefusalReason.SnpExtensionMalformed, "the VLEK certificate names no cloud provider");
            return;
        }

        Check.That(
            report.ChipId.ContainsAnyExcept((byte)0), RefusalReason.SnpChipIdMasked, "the host hides the chip id, so the certificate cannot be compared");
        var significant = chain.Product == SnpProduct.Turin ? TurinChipIdLength : report.ChipId.Length;
        var matches = report.ChipId[..significant].SequenceEqual(chain.Extensions.HardwareId.Span)
            && !report.ChipId[significant..].ContainsAnyExcept((byte)0);
        run.Diagnostics.Add("chip_id_matches_hwid", matches);
        Check.That(matches, RefusalReason.SnpChipIdMismatch, "the certificate is for another chip than the report's");
    }

    // The lowest of the levels counts: a platform that may go back is as old as it may become.
    private static TcbStatus StatusOf(SevSnpCollateral collateral, SnpChain chain, SnpReport report)
    {
        if (!collateral.MinimumTcb.TryGetValue(chain.Product, out var minimum))
        {
            return TcbStatus.UpToDate;
        }

        var all = SnpTcb.Read(report.ReportedTcb, chain.Product).IsAtLeast(minimum)
            && SnpTcb.Read(report.CommittedTcb, chain.Product).IsAtLeast(minimum)
            && SnpTcb.Read(report.LaunchTcb, chain.Product).IsAtLeast(minimum);
        return all ? TcbStatus.UpToDate : TcbStatus.OutOfDate;
    }

    private static EvidenceFacts Facts(
        SnpReport report, SnpChain chain, SnpTcb reported, bool isVlek, ValidityWindow validity, TcbStatus status)
    {
        var hasIdKey = report.IdKeyDigest.ContainsAnyExcept((byte)0);
        return new EvidenceFacts
        {
            Kind = EvidenceKind.SevSnp,
            Measurement = new Measurement(MeasurementFamily.SevSnp, report.Measurement),
            Registers =
            [
                new("measurement", report.Measurement),
                new("host_data", report.HostData),
                new("family_id", report.FamilyId),
                new("image_id", report.ImageId),
                new("id_key_digest", report.IdKeyDigest),
                new("author_key_digest", report.AuthorKeyDigest),
            ],
            Signer = hasIdKey ? [.. report.IdKeyDigest] : [],
            SecurityVersion = report.GuestSvn,
            SecurityVersions = SecurityVersionsOf(report, reported),
            ReportData = [.. report.ReportData],
            Debug = report.DebugAllowed,
            Tcb = status,
            Platform =
            [
                isVlek
                    ? new PlatformIdentity(PlatformIdentityKind.CloudProvider, System.Text.Encoding.ASCII.GetBytes(chain.Extensions.CloudProvider!))
                    : new PlatformIdentity(PlatformIdentityKind.ChipId, chain.Extensions.HardwareId.Span),
            ],
            Validity = validity,
            SignedBy = isVlek ? SigningKeyKind.AmdVlek : SigningKeyKind.AmdVcek,
            Claims = ClaimsOf(report, chain.Product, reported),
        };
    }

    private static ImmutableArray<SecurityVersion> SecurityVersionsOf(SnpReport report, SnpTcb reported)
    {
        var versions = ImmutableArray.CreateBuilder<SecurityVersion>(6);
        versions.Add(new("guest_svn", report.GuestSvn));
        if (reported.Fmc is { } fmc)
        {
            versions.Add(new("fmc_spl", fmc));
        }

        versions.Add(new("bl_spl", reported.Bootloader));
        versions.Add(new("tee_spl", reported.Tee));
        versions.Add(new("snp_spl", reported.Snp));
        versions.Add(new("ucode_spl", reported.Microcode));
        return versions.DrainToImmutable();
    }

    private static SevSnpClaims ClaimsOf(SnpReport report, SnpProduct product, SnpTcb reported) => new()
    {
        Version = report.Version,
        Product = product,
        Policy = report.Policy,
        MigrationAgentAllowed = report.MigrationAgentAllowed,
        SmtAllowed = report.SmtAllowed,
        Vmpl = report.Vmpl,
        PlatformInfo = report.PlatformInfo,
        AliasCheckComplete = (report.PlatformInfo >> AliasCheckCompleteBit & 1) != 0,
        AuthorKeyEnabled = report.AuthorKeyEnabled,
        FamilyId = [.. report.FamilyId],
        ImageId = [.. report.ImageId],
        ReportId = [.. report.ReportId],
        ReportedTcb = reported,
        CurrentTcb = SnpTcb.Read(report.CurrentTcb, product),
        CommittedTcb = SnpTcb.Read(report.CommittedTcb, product),
        LaunchTcb = SnpTcb.Read(report.LaunchTcb, product),
    };
}
