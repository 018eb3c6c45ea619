using System.Numerics;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class SignatureTests
{
    private static readonly byte[] Message = "a message"u8.ToArray();

    private static readonly BigInteger RistrettoOrder = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    public static TheoryData<KeyType> Types => new(Enum.GetValues<KeyType>());

    [Theory]
    [MemberData(nameof(Types))]
    public void Any_changed_bit_of_signature_message_or_account_is_refused(KeyType type)
    {
        using var pair = KeyPair.FromSecretUri("//Alice", type);
        var signature = pair.Sign(Message);
        Assert.True(SignatureVerifier.Verify(signature, Message, pair.AccountId));
        for (var bit = 0; bit < signature.Bytes.Length * 8; bit++)
        {
            Assert.False(SignatureVerifier.Verify(new Signature(type, Flip(signature.Bytes.Span, bit)), Message, pair.AccountId));
        }

        for (var bit = 0; bit < 256; bit++)
        {
            Assert.False(SignatureVerifier.Verify(signature, Message, new AccountId(Flip(pair.AccountId.Bytes.AsSpan(), bit))));
        }

        for (var bit = 0; bit < Message.Length * 8; bit++)
        {
            Assert.False(SignatureVerifier.Verify(signature, Flip(Message, bit), pair.AccountId));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Signing_is_deterministic_and_empty_messages_can_be_signed(KeyType type)
    {
        using var pair = KeyPair.FromSecretUri("//Bob", type);
        Assert.Equal(pair.Sign(Message), pair.Sign(Message));
        Assert.NotEqual(pair.Sign(Message), pair.Sign("another message"u8));
        Assert.True(SignatureVerifier.Verify(pair.Sign([]), [], pair.AccountId));
    }

    [Fact]
    public void A_signature_of_one_scheme_is_not_one_of_another()
    {
        using var ed = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);
        using var sr = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var edSignature = ed.Sign(Message).Bytes.Span;
        var srSignature = sr.Sign(Message).Bytes.Span;
        Assert.False(SignatureVerifier.Verify(new Signature(KeyType.Sr25519, edSignature), Message, ed.AccountId));
        Assert.False(SignatureVerifier.Verify(new Signature(KeyType.Ed25519, srSignature), Message, sr.AccountId));
    }

    [Fact]
    public void Entropy_hedges_sr25519_signatures_without_making_them_invalid()
    {
        using var pair = (Sr25519KeyPair)KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var signatures = new[] { pair.Sign(Message), pair.Sign(Message, new byte[32]), pair.Sign(Message, Message) };
        Assert.All(signatures, signature => Assert.True(SignatureVerifier.Verify(signature, Message, pair.AccountId)));
        Assert.Equal(3, signatures.Distinct().Count());
        Assert.Equal(3, signatures.Select(signature => Hex.Encode(signature.Bytes.Span[..32])).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Sr25519_refuses_a_missing_marker_and_an_unreduced_s()
    {
        using var pair = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var bytes = pair.Sign(Message).Bytes.ToArray();
        var key = pair.PublicKey.Span;
        Assert.True(Sr25519.Verify(key, Message, bytes));
        bytes[63] &= 0x7f;
        Assert.False(Sr25519.Verify(key, Message, bytes));

        var s = new BigInteger(bytes.AsSpan(32), isUnsigned: true) + RistrettoOrder;
        while (s < BigInteger.Pow(2, 255))
        {
            var unreduced = bytes.AsSpan(0, 32).ToArray().Concat(LittleEndian(s)).ToArray();
            unreduced[63] |= 0x80;
            Assert.False(Sr25519.Verify(key, Message, unreduced));
            s += RistrettoOrder;
        }
    }

    [Fact]
    public void Sr25519_refuses_the_identity_as_key_and_points_that_are_not_canonical()
    {
        // Under the identity R = s·B holds for any s, here 0.
        var forged = new byte[64];
        forged[63] = 0x80;
        Assert.False(Sr25519.Verify(new byte[32], Message, forged));

        // RFC 9496, appendix A.2: not reduced, negative, not on the curve.
        string[] bad =
        [
            "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
            "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ];
        using var pair = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var signature = pair.Sign(Message).Bytes.Span;
        foreach (var point in bad)
        {
            Assert.False(Sr25519.Verify(Hex.Decode(point), Message, signature));
        }
    }

    [Fact]
    public void Ed25519_refuses_keys_and_commitments_of_small_order_and_an_unreduced_s()
    {
        // Eight points of small order and their second encodings; R = A = such a point and s = 0 satisfies a lax check.
        string[] small =
        [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ];
        foreach (var point in small.Select(Hex.Decode))
        {
            Assert.All(small.Select(Hex.Decode), r => Assert.False(Ed25519.Verify(point, Message, [.. r, .. new byte[32]])));
        }

        using var pair = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);
        var bytes = pair.Sign(Message).Bytes.ToArray();
        var s = new BigInteger(bytes.AsSpan(32), isUnsigned: true) + RistrettoOrder;
        Assert.False(Ed25519.Verify(pair.PublicKey.Span, Message, [.. bytes[..32], .. LittleEndian(s)]));
    }

    [Fact]
    public void Ecdsa_refuses_the_upper_s_foreign_recovery_bytes_and_numbers_out_of_range()
    {
        using var pair = KeyPair.FromSecretUri("//Alice", KeyType.Ecdsa);
        var bytes = pair.Sign(Message).Bytes.ToArray();
        var hash = Blake2b.Hash256(Message);
        var order = BigInteger.Parse("115792089237316195423570985008687907852837564279074904382605163141518161494337");
        var upper = order - new BigInteger(bytes.AsSpan(32, 32), isUnsigned: true, isBigEndian: true);
        byte[] malleable = [.. bytes[..32], .. BigEndian(upper), (byte)(bytes[64] ^ 1)];
        Assert.False(Ecdsa.TryRecover(malleable, hash, out _));
        Assert.False(Ecdsa.TryRecover([.. bytes[..64], (byte)(bytes[64] + 27)], hash, out _));
        Assert.False(Ecdsa.TryRecover(new byte[65], hash, out _));
        Assert.False(Ecdsa.TryRecover([.. BigEndian(order), .. bytes[32..]], hash, out _));
        Assert.False(Ecdsa.TryRecover([.. bytes[..32], .. new byte[32], 0], hash, out _));
        Assert.False(Ecdsa.TryRecover(bytes.AsSpan(0, 64), hash, out _));
        Assert.True(Ecdsa.TryRecover(bytes, hash, out var key));
        Assert.Equal(pair.PublicKey.ToArray(), key);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        using var ed = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);
        using var sr = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        for (var length = 0; length < 100; length++)
        {
            if (length != 64)
            {
                Assert.False(Ed25519.Verify(ed.PublicKey.Span, Message, new byte[length]));
                Assert.False(Sr25519.Verify(sr.PublicKey.Span, Message, new byte[length]));
                Assert.Throws<ArgumentException>(() => new Signature(KeyType.Ed25519, new byte[length]));
                Assert.Throws<ArgumentException>(() => new Signature(KeyType.Sr25519, new byte[length]));
            }

            if (length != 65)
            {
                Assert.Throws<ArgumentException>(() => new Signature(KeyType.Ecdsa, new byte[length]));
                Assert.False(Ecdsa.TryRecover(new byte[length], default, out _));
            }

            if (length != 32)
            {
                Assert.False(Ed25519.Verify(new byte[length], Message, ed.Sign(Message).Bytes.Span));
                Assert.False(Sr25519.Verify(new byte[length], Message, sr.Sign(Message).Bytes.Span));
                Assert.All(
                    Enum.GetValues<KeyType>(),
                    type => Assert.Throws<ArgumentException>(() => KeyPair.FromSeed(new SecretBytes(new byte[length]), type)));
            }
        }

        Assert.Throws<ArgumentException>(() => new Signature((KeyType)3, new byte[64]));
        Assert.Throws<ArgumentException>(() => KeyPair.FromSeed(new SecretBytes(new byte[32]), (KeyType)3));
    }

    [Fact]
    public void Ecdsa_secrets_out_of_range_are_refused()
    {
        var order = Hex.Decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
        Assert.Throws<ArgumentException>(() => new EcdsaKeyPair(new SecretBytes(new byte[32])));
        Assert.Throws<ArgumentException>(() => new EcdsaKeyPair(new SecretBytes(order)));
        var error = Assert.Throws<SecretUriException>(() => KeyPair.FromSecretUri(Hex.Encode(order), KeyType.Ecdsa));
        Assert.Equal(SecretUriError.BadSecret, error.Error);
    }

    [Fact]
    public void Ed25519_and_ecdsa_equal_the_oracle()
    {
        for (var i = 1; i < 20; i++)
        {
            var seed = Blake2b.Hash256([(byte)i]).ToArray();
            var message = Enumerable.Repeat((byte)i, i * 11).ToArray();
            using var ed = new Ed25519KeyPair(new SecretBytes(seed));
            var edOracle = new Ed25519Signer();
            var edKey = new Ed25519PrivateKeyParameters(seed, 0);
            edOracle.Init(true, edKey);
            edOracle.BlockUpdate(message, 0, message.Length);
            Assert.Equal(edKey.GeneratePublicKey().GetEncoded(), ed.PublicKey.ToArray());
            Assert.Equal(edOracle.GenerateSignature(), ed.Sign(message).Bytes.ToArray());

            using var ecdsa = new EcdsaKeyPair(new SecretBytes(seed));
            var curve = Org.BouncyCastle.Asn1.Sec.SecNamedCurves.GetByName("secp256k1");
            var domain = new ECDomainParameters(curve.Curve, curve.G, curve.N, curve.H);
            var oracle = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
            oracle.Init(true, new ECPrivateKeyParameters(new Org.BouncyCastle.Math.BigInteger(1, seed), domain));
            var numbers = oracle.GenerateSignature(Blake2b.Hash256(message).ToArray());
            var ours = ecdsa.Sign(message).Bytes.Span;
            Assert.Equal(numbers[0], new Org.BouncyCastle.Math.BigInteger(1, ours[..32].ToArray()));
            var s = new Org.BouncyCastle.Math.BigInteger(1, ours[32..64].ToArray());
            Assert.True(numbers[1].Equals(s) || numbers[1].Equals(domain.N.Subtract(s)));
        }
    }

    [Fact]
    public void A_disposed_key_signs_nothing()
    {
        foreach (var type in Enum.GetValues<KeyType>())
        {
            var pair = KeyPair.FromSecretUri("//Alice", type);
            pair.Dispose();
            Assert.Throws<ObjectDisposedException>(() => pair.Sign(Message));
        }
    }

    [Fact]
    public void Signatures_are_equal_by_value()
    {
        var (a, b) = (new Signature(KeyType.Ed25519, new byte[64]), new Signature(KeyType.Ed25519, new byte[64]));
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, new Signature(KeyType.Sr25519, new byte[64]));
        Assert.False(a.Equals(null));
    }

    private static byte[] Flip(ReadOnlySpan<byte> bytes, int bit)
    {
        var copy = bytes.ToArray();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    private static byte[] LittleEndian(BigInteger number)
    {
        var bytes = new byte[32];
        Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    private static byte[] BigEndian(BigInteger number)
    {
        var bytes = LittleEndian(number);
        Array.Reverse(bytes);
        return bytes;
    }
}
