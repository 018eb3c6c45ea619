using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SubstraTee.Simulation;

/// <summary>A certificate of a test chain with its key.</summary>
/// <param name="Raw">The certificate, DER.</param>
/// <param name="Key">The key that it certifies.</param>
public sealed record SimulatedCertificate(byte[] Raw, AsymmetricAlgorithm Key)
{
    /// <summary>The certificate as PEM, with a line end after it.</summary>
    public string Pem => $"{PemEncoding.WriteString("CERTIFICATE", Raw)}\n";

    /// <summary>The serial number, as an unsigned big-endian number.</summary>
    public byte[] SerialNumber
    {
        get
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Raw);
            return certificate.SerialNumberBytes.ToArray();
        }
    }

    /// <summary>The subject's name.</summary>
    public X500DistinguishedName Subject
    {
        get
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Raw);
            return certificate.SubjectName;
        }
    }
}
