using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SubstraTee.Simulation.Intel;

/// <summary>How a TLS certificate carries a quote that binds its key.</summary>
public sealed record RaTlsSpec
{
    /// <summary>Open Enclave's form, with a header before the quote; else Gramine's.</summary>
    public bool OpenEnclave { get; init; }

    /// <summary>First second of validity, Unix.</summary>
    public required long NotBefore { get; init; }

    /// <summary>Last second of validity, Unix.</summary>
    public required long NotAfter { get; init; }

    /// <summary>Further extensions.</summary>
    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    /// <summary>Report data that binds a key in this form.</summary>
    public byte[] ReportData(ECDsa key) => OpenEnclave
        ? SHA256.HashData(Encoding.ASCII.GetBytes($"{key.ExportSubjectPublicKeyInfoPem()}\n\0"))
        : SHA256.HashData(key.ExportSubjectPublicKeyInfo());

    /// <summary>Makes the certificate.</summary>
    /// <param name="entropy">Draws the serial number.</param>
    /// <param name="key">The key, which signs the certificate too.</param>
    /// <param name="quote">The quote.</param>
    public byte[] Wrap(SimulationEntropy entropy, ECDsa key, byte[] quote)
    {
        var header = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), (ulong)quote.Length);
        var extension = OpenEnclave
            ? new X509Extension("1.2.840.113556.10.1.1", [.. header, .. quote], critical: false)
            : new X509Extension("1.2.840.113741.1337.6", quote, critical: false);
        return new CertificateSpec
        {
            Subject = "CN=enclave SIMULATION",
            NotBefore = NotBefore,
            NotAfter = NotAfter,
            Extensions = [extension, .. Extensions],
        }.Issue(entropy, key).Raw;
    }
}
