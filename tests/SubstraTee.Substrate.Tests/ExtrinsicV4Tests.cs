using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Substrate.Tests;

public class ExtrinsicV4Tests
{
    private static readonly ExtrinsicV4 Format = new(new ChainMetadata(Sample.Made()));
    private static readonly SigningContext Context = new(7, 3, new Hash256(Enumerable.Repeat((byte)0xaa, 32).ToArray()));
    private static readonly byte[] Call = [9, 5];

    [Fact]
    public void The_signed_payload_is_call_then_extra_then_additional()
    {
        var birth = new Hash256(Enumerable.Repeat((byte)0xbb, 32).ToArray());
        var payload = Format.SignedPayload(Call, new SignedExtra(5, Era.Mortal(64, 42), birth, 9), Context);

        Assert.Equal(
            "0905" + "a502" + "14" + "24" + "00"
                + "07000000" + "03000000" + Convert.ToHexStringLower(Context.GenesisHash.ToArray()) + Convert.ToHexStringLower(birth.ToArray()) + "00",
            Convert.ToHexStringLower(payload));
    }

    [Fact]
    public void A_long_payload_is_signed_by_its_hash()
    {
        var extra = SignedExtra.Immortal(0, Context);
        var head = Format.SignedPayload([], extra, Context).Length;
        Assert.Equal(256, Format.SignedPayload(new byte[256 - head], extra, Context).Length);
        Assert.Equal(32, Format.SignedPayload(new byte[257 - head], extra, Context).Length);
    }

    [Theory]
    [InlineData(KeyType.Ed25519)]
    [InlineData(KeyType.Sr25519)]
    [InlineData(KeyType.Ecdsa)]
    public void A_signed_extrinsic_is_read_back_and_its_signature_holds(KeyType type)
    {
        using var alice = KeyPair.FromSecretUri("//Alice", type);
        var extra = new SignedExtra(12, Era.Mortal(32, 100), new Hash256(Enumerable.Repeat((byte)1, 32).ToArray()), 5);

        var bytes = Format.Sign(Call, alice, extra, Context);

        Assert.True(Format.TryDecode(bytes, out var decoded, out _));
        Assert.Equal(Call, decoded.Call.ToArray());
        Assert.Equal(new MultiAddress.Id(alice.AccountId), decoded.Signed!.Signer);
        Assert.Equal((12u, Era.Mortal(32, 100), (UInt128)5), (decoded.Signed.Nonce, decoded.Signed.Era, decoded.Signed.Tip));
        Assert.Equal(Blake2b.Hash256(bytes), decoded.Hash());
        Assert.True(Format.HasValidSignature(decoded, Context, extra.EraBlockHash));
        Assert.False(Format.HasValidSignature(decoded, Context with { SpecVersion = 8 }, extra.EraBlockHash));
        Assert.False(Format.HasValidSignature(decoded, Context with { TransactionVersion = 8 }, extra.EraBlockHash));
        Assert.False(Format.HasValidSignature(decoded, Context with { GenesisHash = default }, extra.EraBlockHash));
        Assert.False(Format.HasValidSignature(decoded, Context, default));
    }

    [Fact]
    public void Any_changed_byte_of_an_extrinsic_makes_it_unreadable_or_its_signature_wrong()
    {
        using var alice = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);
        var extra = SignedExtra.Immortal(1, Context);
        var good = Format.Sign(Call, alice, extra, Context);
        for (var at = 0; at < good.Length; at++)
        {
            var bytes = (byte[])good.Clone();
            bytes[at] ^= 1;
            Assert.False(
                Format.TryDecode(bytes, out var decoded, out _) && Format.HasValidSignature(decoded, Context, extra.EraBlockHash),
                $"byte {at} changed");
        }
    }

    [Fact]
    public void Unsigned_extrinsics_are_read_back()
    {
        var bytes = ExtrinsicV4.Unsigned(Call);

        Assert.Equal("0c040905", Convert.ToHexStringLower(bytes));
        Assert.True(Format.TryDecode(bytes, out var decoded, out _));
        Assert.Null(decoded.Signed);
        Assert.False(Format.HasValidSignature(decoded, Context, Context.GenesisHash));
    }

    [Theory]
    [InlineData("", ExtrinsicFault.BadLength)]
    [InlineData("0c0405", ExtrinsicFault.BadLength)]
    [InlineData("0c04050600", ExtrinsicFault.BadLength)]
    [InlineData("00", ExtrinsicFault.UnsupportedVersion)]
    [InlineData("0c050506", ExtrinsicFault.UnsupportedVersion)]
    [InlineData("0804ff", ExtrinsicFault.NoCall)]
    [InlineData("0c840506", ExtrinsicFault.BadSignaturePart)]
    public void Bytes_that_are_no_extrinsic_are_refused_with_the_reason(string bytes, ExtrinsicFault expected)
    {
        Assert.False(Format.TryDecode(Convert.FromHexString(bytes), out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Bytes_of_any_kind_are_read_or_refused() =>
        Prop.ForAll<byte[]>(bytes => Format.TryDecode(bytes, out _, out var fault) == (fault == ExtrinsicFault.None)).QuickCheckThrowOnFailure();

    [Fact]
    public void An_unknown_extension_with_contents_is_named_when_signing()
    {
        var metadata = Sample.Made();
        var withUnknown = metadata with
        {
            Extrinsic = metadata.Extrinsic with
            {
                SignedExtensions = metadata.Extrinsic.SignedExtensions.Add(
                    new SignedExtensionMetadata("ProveHumanity", metadata.Extrinsic.AddressType, metadata.Extrinsic.ExtraType)),
            },
        };
        var format = new ExtrinsicV4(new ChainMetadata(withUnknown));

        Assert.Equal("ProveHumanity", Assert.Single(format.UnknownExtensions));
        var refused = Assert.Throws<ChainLacksException>(() => format.SignedPayload(Call, SignedExtra.Immortal(0, Context), Context));
        Assert.Contains("ProveHumanity", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_extension_without_contents_is_passed_over()
    {
        var metadata = Sample.Made();
        var unit = metadata.Extrinsic.ExtraType;
        var format = new ExtrinsicV4(new ChainMetadata(metadata with
        {
            Extrinsic = metadata.Extrinsic with
            {
                SignedExtensions = metadata.Extrinsic.SignedExtensions.Insert(2, new SignedExtensionMetadata("WeightReclaim", unit, unit)),
            },
        }));

        Assert.Empty(format.UnknownExtensions);
        Assert.Equal(
            Format.SignedPayload(Call, SignedExtra.Immortal(0, Context), Context),
            format.SignedPayload(Call, SignedExtra.Immortal(0, Context), Context));
    }

    [Fact]
    public void Another_format_of_extrinsics_is_refused()
    {
        var metadata = Sample.Made();
        var refused = Assert.Throws<ChainLacksException>(
            () => new ExtrinsicV4(new ChainMetadata(metadata with { Extrinsic = metadata.Extrinsic with { Version = 5 } })));
        Assert.Equal("the chain's extrinsic format 'version' has another form: expected 4, found 5", refused.Message);
        Assert.Throws<ChainLacksException>(
            () => new ExtrinsicV4(new ChainMetadata(metadata with { Extrinsic = metadata.Extrinsic with { AddressType = 0 } })));
    }

    [VectorTheory]
    [InlineData("metadata-integritee-itp")]
    public void Extrinsics_of_a_live_chain_can_be_signed(string name)
    {
        var format = new ExtrinsicV4(new ChainMetadata(Sample.Metadata(name)));
        Assert.Empty(format.UnknownExtensions);
        using var bob = KeyPair.FromSecretUri("//Bob", KeyType.Sr25519);
        var bytes = format.Sign([0, 0, .. Encoding.ASCII.GetBytes("\u0010abcd")], bob, SignedExtra.Immortal(3, Context), Context);
        Assert.True(format.TryDecode(bytes, out var decoded, out _));
        Assert.True(format.HasValidSignature(decoded, Context, Context.GenesisHash));
    }
}
