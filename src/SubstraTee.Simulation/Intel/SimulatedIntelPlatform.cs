using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SubstraTee.Simulation.Intel;

/// <summary>A machine that signs quotes: PCK certificate, quoting enclave, attestation key.</summary>
public sealed class SimulatedIntelPlatform : IDisposable
{
    /// <summary>Makes a machine.</summary>
    /// <param name="root">Whose PCK certificate it gets.</param>
    /// <param name="entropy">Where keys and identifiers come from.</param>
    /// <param name="spec">What the PCK certificate says; null for a multi-package machine with drawn identifiers.</param>
    public SimulatedIntelPlatform(IntelTestRoot root, SimulationEntropy entropy, PckSpec? spec = null)
    {
        Spec = spec ?? new PckSpec { Ppid = entropy.Next(16), PlatformInstanceId = entropy.Next(16) };
        Authority = Spec.PlatformInstanceId.Length > 0 ? root.PlatformCa : root.ProcessorCa;
        Root = root.Root;
        PckKey = entropy.NewP256();
        PckCertificateSpec = new CertificateSpec
        {
            Subject = IntelNames.Pck,
            NotBefore = root.NotBefore,
            NotAfter = root.NotAfter,
            KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
            Extensions = [Spec.Extension()],
        };
        Pck = PckCertificateSpec.Issue(entropy, PckKey, Authority);
        AttestationKey = entropy.NewP256();
    }

    /// <summary>What the PCK certificate says about the platform.</summary>
    public PckSpec Spec { get; }

    /// <summary>What the PCK certificate says altogether.</summary>
    public CertificateSpec PckCertificateSpec { get; }

    /// <summary>The PCK certificate.</summary>
    public SimulatedCertificate Pck { get; }

    /// <summary>Who issued it.</summary>
    public SimulatedCertificate Authority { get; }

    /// <summary>The root above.</summary>
    public SimulatedCertificate Root { get; }

    /// <summary>Signs the quoting enclave's report.</summary>
    public ECDsa PckKey { get; }

    /// <summary>Signs quotes.</summary>
    public ECDsa AttestationKey { get; }

    /// <summary>PCK certificate, authority and root, as quotes carry them.</summary>
    public string ChainPem => Pck.Pem + Authority.Pem + Root.Pem;

    /// <inheritdoc/>
    public void Dispose()
    {
        PckKey.Dispose();
        AttestationKey.Dispose();
    }
}
