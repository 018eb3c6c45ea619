using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace SubstraTee.Attestation.X509;

/// <summary>Reads AlgorithmIdentifiers of signatures.</summary>
internal static class SignatureSchemes
{
    public static HashAlgorithmName Hash(this SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.EcdsaSha256 or SignatureScheme.RsaPkcs1Sha256 or SignatureScheme.RsaPssSha256 => HashAlgorithmName.SHA256,
        SignatureScheme.EcdsaSha384 or SignatureScheme.RsaPkcs1Sha384 or SignatureScheme.RsaPssSha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    /// <summary>Reads an AlgorithmIdentifier.</summary>
    /// <exception cref="RefusalException">An algorithm that is not allowed.</exception>
    public static SignatureScheme Read(ReadOnlyMemory<byte> algorithmIdentifier)
    {
        var reader = new AsnReader(algorithmIdentifier, AsnEncodingRules.DER).ReadSequence();
        var oid = reader.ReadObjectIdentifier();
        if (oid == Oids.RsaPss)
        {
            return ReadPss(reader);
        }

        // RFC 5758 wants no parameters for ECDSA and RFC 8017 a NULL for PKCS #1; some issuers write the other form.
        if (reader.HasData)
        {
            reader.ReadNull();
            reader.ThrowIfNotEmpty();
        }

        return oid switch
        {
            Oids.EcdsaSha256 => SignatureScheme.EcdsaSha256,
            Oids.EcdsaSha384 => SignatureScheme.EcdsaSha384,
            Oids.EcdsaSha512 => SignatureScheme.EcdsaSha512,
            Oids.RsaSha256 => SignatureScheme.RsaPkcs1Sha256,
            Oids.RsaSha384 => SignatureScheme.RsaPkcs1Sha384,
            Oids.RsaSha512 => SignatureScheme.RsaPkcs1Sha512,
            _ => throw new RefusalException(RefusalReason.CertificateAlgorithm, $"signature algorithm {oid} is not allowed"),
        };
    }

    // RSASSA-PSS-params (RFC 8017, A.2.3): the only form accepted is one hash for both, with a salt of its length.
    private static SignatureScheme ReadPss(AsnReader reader)
    {
        var parameters = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var hash = ReadHash(parameters.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)));
        var mask = parameters.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 1)).ReadSequence();
        var isMgf1 = mask.ReadObjectIdentifier() == Oids.Mgf1;
        var maskHash = ReadHash(mask);
        var salt = parameters.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadInteger();
        var trailer = BigInteger.One;
        if (parameters.HasData)
        {
            trailer = parameters.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3)).ReadInteger();
        }

        parameters.ThrowIfNotEmpty();
        var scheme = (hash, (int)BigInteger.Min(salt, 1000)) switch
        {
            (Oids.Sha256, 32) => SignatureScheme.RsaPssSha256,
            (Oids.Sha384, 48) => SignatureScheme.RsaPssSha384,
            (Oids.Sha512, 64) => SignatureScheme.RsaPssSha512,
            _ => throw new RefusalException(RefusalReason.CertificateAlgorithm, $"RSA-PSS with hash {hash} and a salt of {salt} bytes is not allowed"),
        };
        Check.That(
            isMgf1 && maskHash == hash && trailer.IsOne,
            RefusalReason.CertificateAlgorithm,
            "RSA-PSS with another mask or trailer than the usual is not allowed");
        return scheme;
    }

    private static string ReadHash(AsnReader outer)
    {
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var oid = reader.ReadObjectIdentifier();
        if (reader.HasData)
        {
            reader.ReadNull();
        }

        reader.ThrowIfNotEmpty();
        return oid;
    }
}
