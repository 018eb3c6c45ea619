using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SubstraTee.Simulation;

/// <summary>What a certificate of a test chain is to say; changed in one place, it is the negative case of one check.</summary>
public sealed record CertificateSpec
{
    /// <summary>The subject, for example <c>CN=…, O=…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The issuer's name where it is not the issuing certificate's.</summary>
    public string? Issuer { get; init; }

    /// <summary>First second of validity, Unix.</summary>
    public required long NotBefore { get; init; }

    /// <summary>Last second of validity, Unix.</summary>
    public required long NotAfter { get; init; }

    /// <summary>Whether it may issue others.</summary>
    public bool IsAuthority { get; init; }

    /// <summary>How many authorities may stand between it and a leaf.</summary>
    public int? PathLength { get; init; }

    /// <summary>What its key may be used for.</summary>
    public X509KeyUsageFlags KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    /// <summary>Further extensions.</summary>
    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    /// <summary>Makes the certificate.</summary>
    /// <param name="entropy">Draws the serial number.</param>
    /// <param name="key">The key to certify: ECDSA or RSA.</param>
    /// <param name="issuer">Who signs; null for a root, which signs itself.</param>
    public SimulatedCertificate Issue(SimulationEntropy entropy, AsymmetricAlgorithm key, SimulatedCertificate? issuer = null)
    {
        var subject = new X500DistinguishedName(Subject);
        var request = key switch
        {
            ECDsa ecdsa => new CertificateRequest(subject, ecdsa, HashAlgorithmName.SHA256),
            RSA rsa => new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => throw new ArgumentException("the key is neither ECDSA nor RSA", nameof(key)),
        };
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(IsAuthority, PathLength.HasValue, PathLength ?? 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(KeyUsage, critical: true));
        foreach (var extension in Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        // Positive and without a leading zero, so that DER has it in the shortest form.
        var serial = entropy.Next(20);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        var issuerName = Issuer is null ? issuer?.Subject ?? subject : new X500DistinguishedName(Issuer);
        using var certificate = request.Create(
            issuerName, Generator(issuer?.Key ?? key), DateTimeOffset.FromUnixTimeSeconds(NotBefore), DateTimeOffset.FromUnixTimeSeconds(NotAfter), serial);
        return new SimulatedCertificate(certificate.RawData, key);
    }

    /// <summary>A revocation list of an authority.</summary>
    /// <param name="authority">Who signs.</param>
    /// <param name="thisUpdate">When it is issued, Unix seconds.</param>
    /// <param name="nextUpdate">Until when it counts, Unix seconds.</param>
    /// <param name="serials">What it revokes.</param>
    public static byte[] RevocationList(SimulatedCertificate authority, long thisUpdate, long nextUpdate, params IEnumerable<byte[]> serials)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var serial in serials)
        {
            builder.AddEntry(serial, DateTimeOffset.FromUnixTimeSeconds(thisUpdate));
        }

        return builder.Build(
            authority.Subject,
            Generator(authority.Key),
            1,
            DateTimeOffset.FromUnixTimeSeconds(nextUpdate),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]),
            DateTimeOffset.FromUnixTimeSeconds(thisUpdate));
    }

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key switch
    {
        ECDsa ecdsa => X509SignatureGenerator.CreateForECDsa(ecdsa),
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        _ => throw new ArgumentException("the key is neither ECDSA nor RSA", nameof(key)),
    };
}
