using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SubstraTee.Attestation;

namespace SubstraTee.Simulation.Intel;

/// <summary>A root of its own with everything below it that Intel's root has: authorities, TCB signer, revocation lists.</summary>
public sealed class IntelTestRoot
{
    /// <summary>Makes root, authorities and TCB signer.</summary>
    /// <param name="entropy">Where keys come from.</param>
    /// <param name="notBefore">First second of validity, Unix.</param>
    /// <param name="notAfter">Last second of validity, Unix.</param>
    public IntelTestRoot(SimulationEntropy entropy, long notBefore, long notAfter)
    {
        NotBefore = notBefore;
        NotAfter = notAfter;
        Root = RootSpec.Issue(entropy, entropy.NewP256());
        PlatformCa = PlatformCaSpec.Issue(entropy, entropy.NewP256(), Root);
        ProcessorCa = ProcessorCaSpec.Issue(entropy, entropy.NewP256(), Root);
        TcbSigner = TcbSignerSpec.Issue(entropy, entropy.NewP256(), Root);
    }

    /// <summary>First second of validity, Unix.</summary>
    public long NotBefore { get; }

    /// <summary>Last second of validity, Unix.</summary>
    public long NotAfter { get; }

    /// <summary>The root.</summary>
    public SimulatedCertificate Root { get; }

    /// <summary>Issues PCK certificates of multi-package machines.</summary>
    public SimulatedCertificate PlatformCa { get; }

    /// <summary>Issues PCK certificates of single processors.</summary>
    public SimulatedCertificate ProcessorCa { get; }

    /// <summary>Signs TCB infos and QE identities.</summary>
    public SimulatedCertificate TcbSigner { get; }

    /// <summary>What the root's certificate says.</summary>
    public CertificateSpec RootSpec => Authority(IntelNames.Root, 1);

    /// <summary>What the Platform CA's certificate says.</summary>
    public CertificateSpec PlatformCaSpec => Authority(IntelNames.PlatformCa, 0);

    /// <summary>What the Processor CA's certificate says.</summary>
    public CertificateSpec ProcessorCaSpec => Authority(IntelNames.ProcessorCa, 0);

    /// <summary>What the TCB signer's certificate says.</summary>
    public CertificateSpec TcbSignerSpec => new() { Subject = IntelNames.TcbSigning, NotBefore = NotBefore, NotAfter = NotAfter };

    /// <summary>The anchors that make the verifiers believe this root, as a test.</summary>
    public TrustAnchors Anchors => TrustAnchors.Of(
        [new TrustAnchor(AnchorRole.IntelSgxRoot, AnchorClass.Test, ((ECDsa)Root.Key).ExportSubjectPublicKeyInfo(), "Intel simulation root", "SubstraTee.Simulation")]);

    private CertificateSpec Authority(string subject, int pathLength) => new()
    {
        Subject = subject,
        NotBefore = NotBefore,
        NotAfter = NotAfter,
        IsAuthority = true,
        PathLength = pathLength,
        KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
    };
}
