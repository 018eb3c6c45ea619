using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SubstraTee.Simulation;

/// <summary>A certificate authority of a simulation; every name says so.</summary>
internal sealed class SimulatedIssuer(X500DistinguishedName name, X509SignatureGenerator generator, HashAlgorithmName hash)
{
    public X500DistinguishedName Name => name;

    /// <summary>A name whose organization says SIMULATION; verifiers look at the common name, which has to be the genuine one.</summary>
    public static X500DistinguishedName NameOf(string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddOrganizationName("SIMULATION, substraTEE for .NET");
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    public static SimulatedIssuer Rsa4096Pss(string commonName, RSA key) =>
        new(NameOf(commonName), X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pss), HashAlgorithmName.SHA384);

    public static SimulatedIssuer P384(string commonName, ECDsa key) =>
        new(NameOf(commonName), X509SignatureGenerator.CreateForECDsa(key), HashAlgorithmName.SHA384);

    /// <summary>Issues a certificate.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="spki">Their key.</param>
    /// <param name="serial">Its number, above zero.</param>
    /// <param name="validity">From when to when.</param>
    /// <param name="extensions">All of its extensions.</param>
    public byte[] Issue(
        X500DistinguishedName subject, byte[] spki, long serial, SimulatedValidity validity, params IEnumerable<X509Extension> extensions)
    {
        var request = new CertificateRequest(subject, PublicKey.CreateFromSubjectPublicKeyInfo(spki, out _), hash);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        var number = new BigInteger(serial).ToByteArray(isUnsigned: false, isBigEndian: true);
        using var certificate = request.Create(name, generator, validity.NotBefore, validity.NotAfter, number);
        return certificate.RawData;
    }

    /// <summary>Issues a revocation list.</summary>
    public byte[] RevocationList(SimulatedValidity validity, params IEnumerable<long> serials)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var serial in serials)
        {
            builder.AddEntry(new BigInteger(serial).ToByteArray(isUnsigned: false, isBigEndian: true), validity.NotBefore);
        }

        var authority = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]);
        return builder.Build(name, generator, BigInteger.One, validity.NotAfter, hash, authority, validity.NotBefore);
    }

    /// <summary>What makes a certificate one of an authority.</summary>
    public static IEnumerable<X509Extension> Authority(int? pathLength, bool signsLists) =>
    [
        new X509BasicConstraintsExtension(true, pathLength is not null, pathLength ?? 0, critical: true),
        new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | (signsLists ? X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.None), critical: true),
    ];
}
