using System.Numerics;
using System.Security.Cryptography;

namespace SubstraTee.Attestation.Keystone;

/// <summary>
/// The bare equation of Ed25519 with SHA3-512, also for keys that nobody should believe: to show in diagnostics that a report
/// which carries a key of small order "verifies" under it. No verdict rests on this.
/// </summary>
internal static class LooseEd25519Sha3
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (Prime - 1) / 4, Prime);
    private static readonly Point Base = Decode(Mod(4 * Inverse(5)), isOdd: false)!.Value;

    /// <summary>True when R = s·B − k·A, byte for byte.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (Decode(publicKey) is not { } key)
        {
            return false;
        }

        var digest = SHA3_512.HashData([.. signature[..32], .. publicKey, .. message]);
        var challenge = new BigInteger(digest, isUnsigned: true) % Order;
        var s = new BigInteger(signature[32..], isUnsigned: true);
        var negated = key with { X = Mod(-key.X), T = Mod(-key.T) };
        return Encode(Add(Multiply(s, Base), Multiply(challenge, negated))).AsSpan().SequenceEqual(signature[..32]);
    }

    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true);
        var sign = BigInteger.Pow(2, 255);
        return Decode(number % sign, number >= sign);
    }

    // RFC 8032, section 5.1.3.
    private static Point? Decode(BigInteger y, bool isOdd)
    {
        var square = Mod((Mod(y * y) - 1) * Inverse(Mod(D * y * y) + 1));
        var x = BigInteger.ModPow(square, (Prime + 3) / 8, Prime);
        if (Mod(x * x) != square)
        {
            x = Mod(x * RootOfMinusOne);
        }

        if (Mod(x * x) != square)
        {
            return null;
        }

        x = x.IsEven == isOdd ? Mod(-x) : x;
        return new Point(x, y, BigInteger.One, Mod(x * y));
    }

    private static byte[] Encode(Point point)
    {
        var inverse = Inverse(point.Z);
        var x = Mod(point.X * inverse);
        var bytes = new byte[32];
        Mod(point.Y * inverse).TryWriteBytes(bytes, out _, isUnsigned: true);
        bytes[31] |= (byte)(x.IsEven ? 0 : 0x80);
        return bytes;
    }

    private static Point Multiply(BigInteger scalar, Point point)
    {
        var result = new Point(BigInteger.Zero, BigInteger.One, BigInteger.One, BigInteger.Zero);
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = Add(result, result);
            if (!(scalar >> bit).IsEven)
            {
                result = Add(result, point);
            }
        }

        return result;
    }

    // Complete addition in extended coordinates, RFC 8032, section 5.1.4.
    private static Point Add(Point left, Point right)
    {
        var a = Mod((left.Y - left.X) * (right.Y - right.X));
        var b = Mod((left.Y + left.X) * (right.Y + right.X));
        var c = Mod(2 * left.T * D * right.T);
        var d = Mod(2 * left.Z * right.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Mod(number), Prime - 2, Prime);

    private static BigInteger Mod(BigInteger number)
    {
        var rest = number % Prime;
        return rest.Sign < 0 ? rest + Prime : rest;
    }

    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);
}
