using System.Security.Cryptography;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Tests.X509;

public class PublicKeyTests
{
    [Theory]
    [InlineData(KeyAlgorithm.P256, SignatureScheme.EcdsaSha256)]
    [InlineData(KeyAlgorithm.P384, SignatureScheme.EcdsaSha384)]
    [InlineData(KeyAlgorithm.P521, SignatureScheme.EcdsaSha512)]
    internal void Curve_keys_verify_both_forms_of_signatures(KeyAlgorithm algorithm, SignatureScheme scheme)
    {
        using var pair = ECDsa.Create(algorithm switch
        {
            KeyAlgorithm.P256 => ECCurve.NamedCurves.nistP256,
            KeyAlgorithm.P384 => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        });
        var key = PublicKey.Parse(pair.ExportSubjectPublicKeyInfo());
        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(key, PublicKey.FromCoordinates(algorithm, key.Coordinates));
        var data = "statement"u8;
        var fixedForm = pair.SignData(data, scheme.Hash());
        var der = pair.SignData(data.ToArray(), scheme.Hash(), DSASignatureFormat.Rfc3279DerSequence);
        Assert.True(key.VerifyFixed(scheme, data, fixedForm));
        Assert.True(key.Verify(scheme, data, der));
        Assert.False(key.VerifyFixed(scheme, data, der));
        Assert.False(key.Verify(scheme, data, fixedForm));
        Assert.False(key.Verify(scheme, data, []));
        Assert.False(key.Verify(scheme, "statemenT"u8, der));
        Assert.False(key.Verify(SignatureScheme.RsaPkcs1Sha256, data, der));
    }

    [Fact]
    public void Rsa_keys_verify_with_the_padding_that_was_named()
    {
        using var pair = RSA.Create(2048);
        var key = PublicKey.Parse(pair.ExportSubjectPublicKeyInfo());
        var data = "statement"u8;
        var pkcs1 = pair.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var pss = pair.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
        Assert.True(key.Verify(SignatureScheme.RsaPkcs1Sha256, data, pkcs1));
        Assert.True(key.Verify(SignatureScheme.RsaPssSha384, data, pss));
        Assert.False(key.Verify(SignatureScheme.RsaPkcs1Sha384, data, pkcs1));
        Assert.False(key.Verify(SignatureScheme.RsaPkcs1Sha384, data, pss));
        Assert.False(key.Verify(SignatureScheme.EcdsaSha256, data, pkcs1));
        Assert.False(key.Verify(SignatureScheme.RsaPkcs1Sha256, data, pkcs1.AsSpan(1)));
    }

    [Fact]
    public void Points_that_are_not_on_the_curve_are_refused()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var spki = pair.ExportSubjectPublicKeyInfo();
        spki[^1] ^= 1;
        Refuses(spki);
        Refuses(new byte[64]);
        Assert.Equal(
            RefusalReason.CertificateKeyInvalid,
            Assert.Throws<RefusalException>(() => PublicKey.FromCoordinates(KeyAlgorithm.P256, new byte[64])).Reason);
        Assert.Throws<RefusalException>(() => PublicKey.FromCoordinates(KeyAlgorithm.P256, new byte[63]));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(8192)]
    public void Rsa_keys_of_unusual_sizes_are_refused(int bits)
    {
        var modulus = new byte[bits / 8];
        modulus[0] = 0x80;
        modulus[^1] = 1;
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        writer.PushSequence();
        writer.WriteIntegerUnsigned(modulus);
        writer.WriteInteger(65537);
        writer.PopSequence();
        var key = new System.Security.Cryptography.X509Certificates.PublicKey(
            new Oid("1.2.840.113549.1.1.1"), new AsnEncodedData(new byte[] { 5, 0 }), new AsnEncodedData(writer.Encode()));
        Refuses(key.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void Other_curves_and_bytes_after_the_key_are_refused()
    {
        using var brainpool = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Refuses(brainpool.ExportSubjectPublicKeyInfo());
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Refuses([.. pair.ExportSubjectPublicKeyInfo(), 0]);
    }

    private static void Refuses(byte[] spki)
    {
        Assert.False(PublicKey.TryParse(spki, out _));
        Assert.Equal(RefusalReason.CertificateKeyInvalid, Assert.Throws<RefusalException>(() => PublicKey.Parse(spki)).Reason);
    }
}
