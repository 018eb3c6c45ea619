using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>The keys of the test roots: the same everywhere, known to everybody, worth nothing.</summary>
internal static class PublicKeys
{
    private const string RsaFile = "rsa-keys.txt";

    private static readonly Lazy<ImmutableDictionary<string, byte[]>> Rsa = new(ReadRsa);

    /// <summary>From when to when the test roots are valid.</summary>
    public static SimulatedValidity Validity { get; } =
        new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2049, 12, 31, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The public seed of a root.</summary>
    public static SecretBytes Seed(string root)
    {
        using var everybodys = new SecretBytes(SHA256.HashData("substraTEE SIMULATION: anybody can forge what this seed vouches for"u8));
        return Hkdf.Derive(everybodys, [], $"substratee/simulation/root/{root}", 32);
    }

    /// <summary>The private RSA key of a root.</summary>
    public static RSA RsaKey(string root)
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(Rsa.Value[root], out _);
        return key;
    }

    private static ImmutableDictionary<string, byte[]> ReadRsa()
    {
        using var file = typeof(PublicKeys).Assembly.GetManifestResourceStream(RsaFile)
            ?? throw new InvalidOperationException($"the assembly has no {RsaFile}");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split(' '))
            .ToImmutableDictionary(parts => parts[0], parts => Convert.FromBase64String(parts[1]), StringComparer.Ordinal);
    }
}
