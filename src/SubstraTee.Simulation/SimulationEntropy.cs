using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SubstraTee.Simulation;

/// <summary>Where a simulation's keys and identifiers come from: the caller's source, so that a run can be repeated.</summary>
/// <remarks>
/// The same source gives the same P-256 keys, certificates' contents and identifiers. Signatures differ from run to run,
/// since OpenSSL draws its own nonces, and RSA keys are made by OpenSSL altogether.
/// </remarks>
public sealed class SimulationEntropy
{
    private readonly Func<int, byte[]> _source;

    /// <summary>Draws from a source that returns as many bytes as it is asked for.</summary>
    public SimulationEntropy(Func<int, byte[]> source) => _source = source;

    /// <summary>The operating system's random bytes.</summary>
    public static SimulationEntropy System { get; } = new(RandomNumberGenerator.GetBytes);

    /// <summary>A stream made of a seed, the same for the same seed.</summary>
    public static SimulationEntropy FromSeed(ReadOnlySpan<byte> seed)
    {
        var key = SHA256.HashData(seed);
        var position = 0L;
        return new SimulationEntropy(length =>
        {
            var info = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(info, position++);
            return HKDF.Expand(HashAlgorithmName.SHA256, key, length, info);
        });
    }

    /// <summary>The next bytes.</summary>
    public byte[] Next(int length) => _source(length);

    /// <summary>A new P-256 key pair.</summary>
    public ECDsa NewP256() => NewCurveKey(ECCurve.NamedCurves.nistP256, 32);

    /// <summary>A new P-384 key pair.</summary>
    public ECDsa NewP384() => NewCurveKey(ECCurve.NamedCurves.nistP384, 48);

    // A scalar of zero or beyond the order is refused by the import; the next draw is as good.
    private ECDsa NewCurveKey(ECCurve curve, int length)
    {
        while (true)
        {
            try
            {
                return ECDsa.Create(new ECParameters { Curve = curve, D = Next(length) });
            }
            catch (CryptographicException)
            {
                continue;
            }
        }
    }
}
