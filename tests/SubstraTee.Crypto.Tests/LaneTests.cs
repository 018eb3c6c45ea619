using System.Numerics;
using System.Runtime.Intrinsics;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

/// <summary>A fact about vector lanes, skipped, visibly, on processors without AVX-512.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LaneFactAttribute : FactAttribute
{
    public LaneFactAttribute() => Skip = RistrettoLanes.IsSupported ? null : "this processor has no AVX-512";
}

public sealed class LaneTests
{
    private static readonly BigInteger Modulus = BigInteger.Pow(2, 255) - 19;

    // Around zero, the modulus and every border between limbs, and anything in between.
    private static readonly BigInteger[] Numbers =
    [
        .. Enumerable.Range(0, 256).SelectMany(i => new[] { BigInteger.Pow(2, i) - 1, BigInteger.Pow(2, i), BigInteger.Pow(2, i) + 1 })
            .Where(number => number < BigInteger.Pow(2, 255)),
        Modulus - 1, Modulus, Modulus + 1, Modulus + 18, Modulus - 19,
        .. Enumerable.Range(0, 200).Select(i => new BigInteger(Blake2b.Hash256([(byte)i]).Bytes.AsSpan(), isUnsigned: true) >> 1),
    ];

    [LaneFact]
    public void Products_squares_sums_and_differences_equal_those_of_big_integers()
    {
        for (var i = 0; i < Numbers.Length; i++)
        {
            var (a, b) = (Numbers[i], Numbers[(i * 31 + 7) % Numbers.Length]);
            var (f, g) = (Field(a), Field(b));
            FieldLanes.Multiply(in f, in g, out var product);
            FieldLanes.Square(in f, out var square);
            FieldLanes.SquareTwice(in f, out var twice);
            FieldLanes.Add(in product, in square, out var sum);
            FieldLanes.Subtract(in product, in square, out var difference);
            FieldLanes.Multiply(in sum, in difference, out var again);
            Assert.Equal(Mod(a * b), Number(product));
            Assert.Equal(Mod(a * a), Number(square));
            Assert.Equal(Mod(2 * a * a), Number(twice));
            Assert.Equal(Mod((a * b) + (a * a)), Number(sum));
            Assert.Equal(Mod((a * b) - (a * a)), Number(difference));
            Assert.Equal(Mod(((a * b) + (a * a)) * ((a * b) - (a * a))), Number(again));
            Assert.Equal(Mod(a), Number(f));
        }
    }

    [LaneFact]
    public void Inverses_and_signs_are_right()
    {
        for (var i = 0; i < Numbers.Length; i += 5)
        {
            var f = Field(Numbers[i]);
            FieldLanes.Invert(in f, out var inverse);
            Assert.Equal(BigInteger.ModPow(Numbers[i], Modulus - 2, Modulus), Number(inverse));
            Assert.Equal(!Mod(Numbers[i]).IsEven, FieldLanes.IsNegative(in f) == Vector512<long>.AllBitsSet);
            Assert.Equal(Mod(Numbers[i]).IsZero, FieldLanes.IsZero(in f) == Vector512<long>.AllBitsSet);
        }
    }

    [Fact]
    public void Malformed_signatures_get_the_same_verdict_among_others_as_alone()
    {
        using var pair = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var message = "a message"u8.ToArray();
        var good = pair.Sign(message).Bytes.ToArray();
        byte[][] encodings =
        [
            .. Numbers.Where((_, i) => i % 3 == 0 || i > 750).Select(Bytes),
            .. Numbers.Where((_, i) => i % 20 == 0).Select(number => Bytes(number + BigInteger.Pow(2, 255))),
            .. Enumerable.Range(0, 64).Select(i => Blake2b.Hash256([1, (byte)i]).ToArray()),
        ];
        var cases = encodings.SelectMany(encoding => new[]
        {
            new SignedMessage(new Signature(KeyType.Sr25519, good), message, new AccountId(encoding)),
            new SignedMessage(new Signature(KeyType.Sr25519, [.. encoding, .. good[32..]]), message, pair.AccountId),
            new SignedMessage(new Signature(KeyType.Sr25519, [.. good[..32], .. encoding]), message, pair.AccountId),
            new SignedMessage(new Signature(KeyType.Sr25519, good), message, pair.AccountId),
        }).ToArray();

        var results = new bool[cases.Length];
        SignatureVerifier.VerifyMany(cases, results);
        for (var i = 0; i < cases.Length; i++)
        {
            Assert.Equal(SignatureVerifier.Verify(cases[i].Signature, message, cases[i].Signer), results[i]);
            Assert.Equal(i % 4 == 3, results[i]);
        }
    }

    [LaneFact]
    public void Commitments_to_the_identity_and_small_scalars_are_accepted_when_they_hold()
    {
        // s = k·a makes R the identity: a signature with a zero nonce, which no signer makes, is still an equation that holds.
        using var seed = new SecretBytes(Blake2b.Hash256("seed"u8).Bytes.AsSpan());
        using var pair = new Sr25519KeyPair(seed);
        var rows = new Vector512<ulong>[RistrettoLanes.Lanes];
        var (s, k) = (new byte[256], new byte[256]);
        for (var lane = 0; lane < RistrettoLanes.Lanes; lane++)
        {
            // R = s·B with k = 0, for s = 0 to 7; multiples of the base point by libsodium.
            var r = new byte[32];
            s[lane * 32] = (byte)lane;
            _ = SodiumNative.RistrettoMultiplyBase(ref r[0], in s[lane * 32]);
            byte[] row = [.. pair.PublicKey.Span, .. r];
            rows[lane] = Vector512.Create(row).AsUInt64();
        }

        Assert.Equal(0xff, RistrettoLanes.Check(rows, s, k));
        s[5 * 32]++;
        k[2 * 32]++;
        Assert.Equal(0xff & ~(1 << 5) & ~(1 << 2), RistrettoLanes.Check(rows, s, k));
    }

    private static BigInteger Mod(BigInteger number) => ((number % Modulus) + Modulus) % Modulus;

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[32];
        Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    private static FieldLanes Field(BigInteger number) => FieldLanes.FromBytes(Bytes(number));

    private static BigInteger Number(FieldLanes f)
    {
        FieldLanes.Canonical(in f, out var h);
        var limbs = new[] { h.L0, h.L1, h.L2, h.L3, h.L4, h.L5, h.L6, h.L7, h.L8, h.L9 };
        var number = BigInteger.Zero;
        for (var i = 0; i < limbs.Length; i++)
        {
            Assert.Equal(Vector512.Create(limbs[i][0]), limbs[i]);
            number += new BigInteger(limbs[i][0]) << (((51 * i) + 1) / 2);
        }

        return number;
    }
}
