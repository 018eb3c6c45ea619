using System.Collections.Immutable;
using System.Globalization;
using SubstraTee.Attestation.Cose;
using SubstraTee.Attestation.X509;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Nitro;

/// <summary>Verifies attestation documents of AWS Nitro Enclaves: a COSE_Sign1 with its certificate chain inside.</summary>
internal static class NitroVerifier
{
    private const string Name = "the Nitro document";
    private const string ChainName = "Nitro chain";

    // Image, kernel and application; the other registers are of the instance or of who signed the image.
    private const int MeasuredRegisters = 3;
    private const int SignerRegister = 8;

    /// <summary>Verifies a document.</summary>
    public static Verdict Verify(VerificationRun run, ReadOnlyMemory<byte> evidence, Collateral collateral)
    {
        Check.That(
            collateral == Collateral.None, RefusalReason.CollateralKindMismatch, $"{collateral.GetType().Name}: Nitro documents bring their own certificates");
        Check.That(
            evidence.Length <= CborLimits.NitroDocument.MaxBytes,
            RefusalReason.EvidenceTooLarge,
            $"{Name} has {evidence.Length} bytes; at most {CborLimits.NitroDocument.MaxBytes} are read");
        var signed = CoseSign1.Read(evidence, CborLimits.NitroDocument, CoseTagging.Optional, Name);
        run.Diagnostics.Add("fields.cose_alg", (long)signed.Algorithm);
        var document = NitroDocument.Read(signed.Payload);
        NitroNotes.Add(run.Diagnostics, document);
        var certificate = Certificate.Parse(document.Certificate, "certificate of the Nitro document");
        NitroNotes.AddValidity(run.Diagnostics, certificate);
        if (run.Options.Depth == VerificationDepth.DecodeOnly)
        {
            return run.Decoded();
        }

        // First what costs one signature, then what costs one for each certificate.
        CheckSignature(signed, certificate);
        var chain = ReadChain(document, certificate);
        chain.VerifyTo(run.Anchors, AnchorRole.AwsNitroRoot, ChainName);
        CheckLeafUsage(certificate);
        if (run.Options.Depth == VerificationDepth.SignaturesOnly)
        {
            return run.SignatureOnly("certificate_chain", "document_signature");
        }

        CheckTime(run, document, chain);
        return run.Verified(Facts(document, chain));
    }

    private static CertificateChain ReadChain(NitroDocument document, Certificate leaf)
    {
        var certificates = new List<Certificate> { leaf };
        for (var i = document.Bundle.Length - 1; i >= 0; i--)
        {
            certificates.Add(Certificate.Parse(document.Bundle[i], string.Create(CultureInfo.InvariantCulture, $"cabundle[{i}] of the Nitro document")));
        }

        return CertificateChain.InOrder(certificates, ChainName);
    }

    private static void CheckLeafUsage(Certificate leaf)
    {
        Check.That(!leaf.IsAuthority, RefusalReason.CertificateKeyUsage, $"{ChainName}: {leaf.CommonName} is an authority, not a signer of documents");
        Check.That(
            leaf.KeyUsage is { } usage && usage.HasFlag(KeyUsages.DigitalSignature),
            RefusalReason.CertificateKeyUsage,
            $"{ChainName}: the key of {leaf.CommonName} may not sign documents");
    }

    private static void CheckSignature(CoseSign1 signed, Certificate certificate)
    {
        Check.That(signed.Algorithm != CoseAlgorithm.None, RefusalReason.CoseAlgorithmMissing, $"the protected header of {Name} names no algorithm");
        Check.That(
            signed.Algorithm == CoseAlgorithm.Es384, RefusalReason.CoseAlgorithmUnsupported, $"{Name} is signed with {signed.Algorithm} instead of ES384");
        Check.That(
            CoseSign1.AlgorithmOf(certificate.Key) == signed.Algorithm,
            RefusalReason.CoseAlgorithmMismatch,
            $"the certificate of {Name} has a key of another kind than its signature");
        Check.That(signed.IsSignedBy(certificate.Key), RefusalReason.NitroSignatureInvalid, $"{Name} is not signed by its certificate");
    }

    // Certificates live for hours: they have to be valid when the document was made, and still when it is judged.
    private static void CheckTime(VerificationRun run, NitroDocument document, CertificateChain chain)
    {
        var made = document.TimestampMs / 1000;
        Check.That(made <= run.Time, RefusalReason.NitroDocumentFromFuture, $"{Name} was made at {made}, which is after {run.Time}");
        chain.CheckTime(made, ChainName);
        chain.CheckTime(run.Time, ChainName);
    }

    private static EvidenceFacts Facts(NitroDocument document, CertificateChain chain)
    {
        ImmutableArray<MeasuredRegister> registers =
            [.. document.Registers.Select(register => new MeasuredRegister(NameOf(register.Key), register.Value.Span))];
        var measured = Enumerable.Range(0, MeasuredRegisters).Select(number => new MeasuredRegister(NameOf(number), document.Register(number).Span));
        return new EvidenceFacts
        {
            Kind = EvidenceKind.Nitro,
            Measurement = CompositeMeasurement.Of(MeasurementFamily.Nitro, measured),
            Registers = registers,
            Signer = SignerOf(document),
            ReportData = [.. document.UserData.Span],
            Debug = document.IsDebug,
            // AWS patches the hypervisor itself and makes no statement on it.
            Tcb = TcbStatus.UpToDate,
            Platform = [new(PlatformIdentityKind.NitroModule, System.Text.Encoding.UTF8.GetBytes(document.ModuleId))],
            Validity = chain.Validity,
            IssuedAt = document.TimestampMs / 1000,
            SignedBy = SigningKeyKind.NitroCertificate,
            Claims = new NitroClaims
            {
                ModuleId = document.ModuleId,
                TimestampMs = document.TimestampMs,
                Nonce = [.. document.Nonce.Span],
                UserData = [.. document.UserData.Span],
                PublicKey = [.. document.PublicKey.Span],
            },
        };
    }

    // The hash of the certificate that signed the image; zero where nobody did.
    private static ImmutableArray<byte> SignerOf(NitroDocument document)
    {
        foreach (var register in document.Registers)
        {
            if (register.Key == SignerRegister && register.Value.Span.ContainsAnyExcept((byte)0))
            {
                return [.. register.Value.Span];
            }
        }

        return [];
    }

    private static string NameOf(int register) => string.Create(CultureInfo.InvariantCulture, $"pcr{register}");
}
