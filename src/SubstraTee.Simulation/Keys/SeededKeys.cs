using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>Keys of simulated machines: derived from a seed, so that the same seed is the same machine everywhere.</summary>
internal static class SeededKeys
{
    /// <summary>An elliptic curve key for a purpose.</summary>
    public static ECDsa Ec(SecretBytes seed, string label, ECCurve curve, int length)
    {
        using var secret = Hkdf.Derive(seed, [], $"substratee/simulation/{label}", length);
        var scalar = secret.Reveal().ToArray();
        // Below the order of every curve in use, and not zero.
        scalar[0] = (byte)((scalar[0] & 0x7f) | 0x40);
        return ECDsa.Create(new ECParameters { Curve = curve, D = scalar });
    }

    public static ECDsa P256(SecretBytes seed, string label) => Ec(seed, label, ECCurve.NamedCurves.nistP256, 32);

    public static ECDsa P384(SecretBytes seed, string label) => Ec(seed, label, ECCurve.NamedCurves.nistP384, 48);

    /// <summary>Public bytes for a purpose, for example a chip's id.</summary>
    public static byte[] Bytes(SecretBytes seed, string label, int length)
    {
        using var bytes = Hkdf.Derive(seed, [], $"substratee/simulation/{label}", length);
        return bytes.Reveal().ToArray();
    }
}
