using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>SHA-256 (FIPS 180-4), from the framework.</summary>
public static class Sha256
{
    /// <summary>The 256-bit digest.</summary>
    public static Hash256 Hash256(ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[32];
        SHA256.HashData(input, output);
        return new Hash256(output);
    }
}
