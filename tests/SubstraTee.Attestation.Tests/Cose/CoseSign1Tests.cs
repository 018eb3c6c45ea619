using System.Security.Cryptography;
using SubstraTee.Attestation.Cose;
using SubstraTee.Attestation.X509;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.Cose;

public class CoseSign1Tests
{
    // RFC 9052, sections 4.4 and 6.3, written out: context, protected header, nothing, payload.
    [Fact]
    public void The_signed_bytes_are_those_of_the_specification()
    {
        Assert.True(CoseParts.TryTake(
            CborReader.TryRead(new byte[] { 0x84, 0x43, 0xa1, 0x01, 0x26, 0xa0, 0x42, 0x68, 0x69, 0x41, 0x00 }, CborLimits.Token, out _)!, out var parts));
        Assert.Equal("846A5369676E61747572653143A1012640426869", Convert.ToHexString(parts.Authenticated("Signature1"u8)));
        Assert.Equal("84644D41433043A1012640426869", Convert.ToHexString(parts.Authenticated("MAC0"u8)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(20_000)]
    public void Payloads_of_every_length_are_signed_as_their_writer_signs_them(int length)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = CoseSign1.Read(CoseSigner.Sign1(key, new byte[length]), CborLimits.Token, CoseTagging.Required, "the test");
        Assert.True(signed.IsSignedBy(KeyOf(key)));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void Every_curve_verifies_under_its_own_algorithm_and_key_alone(int bits)
    {
        using var key = ECDsa.Create(bits switch { 256 => ECCurve.NamedCurves.nistP256, 384 => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 });
        using var other = ECDsa.Create(key.ExportParameters(false).Curve);
        using var rsa = RSA.Create(2048);
        var signed = CoseSign1.Read(CoseSigner.Sign1(key, [1, 2, 3]), CborLimits.Token, CoseTagging.Required, "the test");

        Assert.True(signed.IsSignedBy(KeyOf(key)));
        Assert.False(signed.IsSignedBy(KeyOf(other)));
        Assert.False(signed.IsSignedBy(PublicKey.Parse(rsa.ExportSubjectPublicKeyInfo())));
        using var otherCurve = ECDsa.Create(bits == 256 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        Assert.False(signed.IsSignedBy(KeyOf(otherCurve)));
    }

    [Theory]
    [InlineData("844040404100")]
    [InlineData("83404340")]
    [InlineData("8440a0f641aa")]
    [InlineData("8543a10126a04100410000")]
    [InlineData("8443a10126a061614100")]
    [InlineData("a0")]
    [InlineData("f6")]
    public void Other_structures_are_refused(string hex)
    {
        var refused = Assert.Throws<RefusalException>(() => CoseSign1.Read(Convert.FromHexString(hex), CborLimits.Token, CoseTagging.Optional, "the test"));
        Assert.True(refused.Reason is RefusalReason.EvidenceMalformed or RefusalReason.EvidenceTruncated, refused.Reason.ToString());
    }

    private static PublicKey KeyOf(ECDsa key) => PublicKey.Parse(key.ExportSubjectPublicKeyInfo());
}
