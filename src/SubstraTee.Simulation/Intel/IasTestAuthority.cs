using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;

namespace SubstraTee.Simulation.Intel;

/// <summary>An attestation service of its own for EPID reports: authority, signing certificate, and the wrappings in use.</summary>
public sealed class IasTestAuthority
{
    private const string NetscapeComment = "2.16.840.1.113730.1.13";
    private const int RsaBits = 2048;

    private readonly SimulationEntropy _entropy;

    /// <summary>Makes authority and signing certificate; their RSA keys come from OpenSSL.</summary>
    /// <param name="entropy">Where serial numbers come from.</param>
    /// <param name="notBefore">First second of validity, Unix.</param>
    /// <param name="notAfter">Last second of validity, Unix.</param>
    public IasTestAuthority(SimulationEntropy entropy, long notBefore, long notAfter)
        : this(entropy, notBefore, notAfter, RSA.Create(RsaBits), RSA.Create(RsaBits))
    {
    }

    /// <summary>Makes certificates of given keys.</summary>
    /// <param name="entropy">Where serial numbers come from.</param>
    /// <param name="notBefore">First second of validity, Unix.</param>
    /// <param name="notAfter">Last second of validity, Unix.</param>
    /// <param name="authority">The authority's key.</param>
    /// <param name="signer">The key that signs reports.</param>
    public IasTestAuthority(SimulationEntropy entropy, long notBefore, long notAfter, RSA authority, RSA signer)
    {
        _entropy = entropy;
        AuthoritySpec = new CertificateSpec
        {
            Subject = IntelNames.IasCa,
            NotBefore = notBefore,
            NotAfter = notAfter,
            IsAuthority = true,
            PathLength = 0,
            KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
        };
        SignerSpec = new CertificateSpec
        {
            Subject = IntelNames.IasSigning,
            NotBefore = notBefore,
            NotAfter = notAfter,
            KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
        };
        Authority = AuthoritySpec.Issue(entropy, authority);
        Signer = SignerSpec.Issue(entropy, signer, Authority);
    }

    /// <summary>What the authority's certificate says.</summary>
    public CertificateSpec AuthoritySpec { get; }

    /// <summary>What the signing certificate says.</summary>
    public CertificateSpec SignerSpec { get; }

    /// <summary>The authority.</summary>
    public SimulatedCertificate Authority { get; }

    /// <summary>Signs reports.</summary>
    public SimulatedCertificate Signer { get; }

    /// <summary>What makes the verifiers believe this authority, as a test.</summary>
    public TrustAnchors Anchors => TrustAnchors.Of(
    [
        new TrustAnchor(
            AnchorRole.IntelIasSigningCa, AnchorClass.Test, ((RSA)Authority.Key).ExportSubjectPublicKeyInfo(), "IAS simulation", "SubstraTee.Simulation"),
    ]);

    /// <summary>The signature over a body.</summary>
    public byte[] Sign(string body) =>
        ((RSA)Signer.Key).SignData(Encoding.UTF8.GetBytes(body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>A bare body, and the headers that come with it.</summary>
    public (byte[] Body, IasCollateral Headers) Bare(IasReportSpec report)
    {
        var body = report.ToJson();
        return (Encoding.UTF8.GetBytes(body), new IasCollateral
        {
            Signature = Encoding.ASCII.GetBytes(Convert.ToBase64String(Sign(body))),
            SigningChain = Encoding.ASCII.GetBytes(Uri.EscapeDataString(Signer.Pem + Authority.Pem)),
        });
    }

    /// <summary>Body, signature and signing certificate in one JSON object.</summary>
    public byte[] WrapInJson(IasReportSpec report)
    {
        var body = report.ToJson();
        var wrapping = new JsonObject
        {
            ["raReport"] = body,
            ["signature"] = Convert.ToBase64String(Sign(body)),
            ["rawSigningCert"] = Convert.ToBase64String(Signer.Raw),
        };
        return Encoding.UTF8.GetBytes(wrapping.ToJsonString(IasReportSpec.Plain));
    }

    /// <summary>A self-signed certificate with the report in its Netscape comment.</summary>
    /// <param name="report">What the report says; its report data is replaced when the certificate's key is bound.</param>
    /// <param name="bindKey">Whether report data is to be the certificate's public key, x ‖ y.</param>
    public byte[] WrapInCertificate(IasReportSpec report, bool bindKey)
    {
        using var key = _entropy.NewP256();
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var bound = bindKey ? report with { Report = report.Report with { ReportData = [.. point.X!, .. point.Y!] } } : report;
        var body = bound.ToJson();
        var comment = $"{body}|{Convert.ToBase64String(Sign(body))}|{Convert.ToBase64String(Signer.Raw)}";
        return new CertificateSpec
        {
            Subject = "CN=substraTEE ephemeral SIMULATION",
            NotBefore = report.Time,
            NotAfter = report.Time + (90L * 24 * 60 * 60),
            Extensions = [new X509Extension(NetscapeComment, Encoding.UTF8.GetBytes(comment), critical: false)],
        }.Issue(_entropy, key).Raw;
    }
}
