using SubstraTee.Crypto;

namespace SubstraTee.Substrate;

/// <summary>What each storage hasher does with a key.</summary>
public static class StorageHasherExtensions
{
    /// <summary>How many bytes of hash stand before the key, or alone.</summary>
    public static int HashLength(this StorageHasher hasher) => hasher switch
    {
        StorageHasher.Blake2_128 or StorageHasher.Blake2_128Concat or StorageHasher.Twox128 => 16,
        StorageHasher.Blake2_256 or StorageHasher.Twox256 => 32,
        StorageHasher.Twox64Concat => 8,
        StorageHasher.Identity => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(hasher), hasher, "unknown storage hasher"),
    };

    /// <summary>True when the key itself can be read back from the storage key.</summary>
    public static bool KeepsKey(this StorageHasher hasher) =>
        hasher is StorageHasher.Blake2_128Concat or StorageHasher.Twox64Concat or StorageHasher.Identity;

    /// <summary>How many bytes a key of <paramref name="keyLength"/> bytes becomes.</summary>
    public static int OutputLength(this StorageHasher hasher, int keyLength) =>
        hasher.HashLength() + (hasher.KeepsKey() ? keyLength : 0);

    internal static void Hash(this StorageHasher hasher, ReadOnlySpan<byte> key, Span<byte> output)
    {
        var length = hasher.HashLength();
        switch (hasher)
        {
            case StorageHasher.Blake2_128 or StorageHasher.Blake2_256 or StorageHasher.Blake2_128Concat:
                Blake2b.Hash(key, output[..length]);
                break;
            case StorageHasher.Twox128:
                Twox.Twox128(key, output);
                break;
            case StorageHasher.Twox256:
                Twox.Twox256(key, output);
                break;
            case StorageHasher.Twox64Concat:
                Twox.Twox64(key, output);
                break;
        }

        if (hasher.KeepsKey())
        {
            key.CopyTo(output[length..]);
        }
    }
}
