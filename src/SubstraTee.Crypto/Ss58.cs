using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>Account addresses as Substrate writes them (https://docs.polkadot.com, "SS58 address format").</summary>
public static class Ss58
{
    /// <summary>The greatest network prefix.</summary>
    public const ushort MaxPrefix = 16383;

    /// <summary>The prefix of chains that have none of their own.</summary>
    public const ushort GenericPrefix = 42;

    private const int ChecksumLength = 2;

    /// <summary>Writes an address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is above 16383.</exception>
    public static string Encode(AccountId account, ushort prefix = GenericPrefix)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, MaxPrefix);
        Span<byte> bytes = stackalloc byte[2 + Bytes32.Length + ChecksumLength];
        var start = 1;
        if (prefix < 64)
        {
            bytes[0] = (byte)prefix;
        }
        else
        {
            // Fourteen bits, of which the lower eight straddle both bytes.
            bytes[0] = (byte)(0x40 | ((prefix >> 2) & 0x3f));
            bytes[1] = (byte)((prefix >> 8) | ((prefix & 3) << 6));
            start = 2;
        }

        account.CopyTo(bytes[start..]);
        var body = bytes[..(start + Bytes32.Length)];
        Checksum(body, bytes.Slice(body.Length, ChecksumLength));
        return Base58.Encode(bytes[..(body.Length + ChecksumLength)]);
    }

    /// <summary>Reads an address.</summary>
    public static bool TryDecode(string? text, out AccountId account, out ushort prefix) =>
        TryDecode(text, out account, out prefix, out _);

    /// <summary>Reads an address and says what is wrong with it.</summary>
    public static bool TryDecode(string? text, out AccountId account, out ushort prefix, out Ss58Error error)
    {
        account = default;
        prefix = 0;
        error = Decode(text, ref account, ref prefix);
        return error == Ss58Error.None;
    }

    private static Ss58Error Decode(string? text, ref AccountId account, ref ushort prefix)
    {
        if (string.IsNullOrEmpty(text) || !Base58.TryDecode(text, out var bytes) || bytes.Length < 2)
        {
            return Ss58Error.BadBase58;
        }

        var start = bytes[0] < 64 ? 1 : 2;
        var read = start == 1 ? bytes[0] : ((bytes[0] & 0x3f) << 2) | (bytes[1] >> 6) | ((bytes[1] & 0x3f) << 8);
        if (bytes[0] > 127 || (start == 2 && read < 64))
        {
            return Ss58Error.BadPrefix;
        }

        if (bytes.Length != start + Bytes32.Length + ChecksumLength)
        {
            return Ss58Error.BadLength;
        }

        Span<byte> checksum = stackalloc byte[ChecksumLength];
        Checksum(bytes.AsSpan(0, start + Bytes32.Length), checksum);
        if (!checksum.SequenceEqual(bytes.AsSpan(start + Bytes32.Length)))
        {
            return Ss58Error.BadChecksum;
        }

        account = new AccountId(bytes.AsSpan(start, Bytes32.Length));
        prefix = (ushort)read;
        return Ss58Error.None;
    }

    private static void Checksum(ReadOnlySpan<byte> body, Span<byte> checksum)
    {
        var hasher = new Blake2bHasher(64);
        hasher.Append("SS58PRE"u8);
        hasher.Append(body);
        Span<byte> digest = stackalloc byte[64];
        hasher.Finish(digest);
        digest[..ChecksumLength].CopyTo(checksum);
    }
}
