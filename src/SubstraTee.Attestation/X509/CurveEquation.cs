using System.Globalization;
using System.Numerics;

namespace SubstraTee.Attestation.X509;

/// <summary>Whether coordinates are a point of a NIST curve: y² = x³ − 3x + b modulo p (SP 800-186, section 3.2.1).</summary>
/// <remarks>
/// All three curves have cofactor 1, so every such point is in the group. The import of a key checks the same, twenty times
/// slower, and only keys that come to be used are imported.
/// </remarks>
internal static class CurveEquation
{
    private static readonly (BigInteger P, BigInteger B) P256 = (
        Number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        Number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"));

    private static readonly (BigInteger P, BigInteger B) P384 = (
        Number("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"),
        Number("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"));

    private static readonly (BigInteger P, BigInteger B) P521 = (
        (BigInteger.One << 521) - 1,
        Number(
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"));

    /// <summary>Whether big-endian coordinates are reduced and solve the curve's equation.</summary>
    public static bool Holds(KeyAlgorithm curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var (p, b) = curve switch
        {
            KeyAlgorithm.P256 => P256,
            KeyAlgorithm.P384 => P384,
            KeyAlgorithm.P521 => P521,
            _ => throw new ArgumentOutOfRangeException(nameof(curve)),
        };
        var px = new BigInteger(x, isUnsigned: true, isBigEndian: true);
        var py = new BigInteger(y, isUnsigned: true, isBigEndian: true);
        return px < p && py < p && ((py * py) - (px * px * px) + (3 * px) - b) % p == 0;
    }

    private static BigInteger Number(string hex) => BigInteger.Parse($"0{hex}", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
