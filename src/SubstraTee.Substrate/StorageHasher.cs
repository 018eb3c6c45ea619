using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Substrate;

/// <summary>How a map's key is hashed into a storage key; the numbers are those of the metadata.</summary>
[SuppressMessage("Naming", "CA1707", Justification = "the names that Substrate's metadata and documentation use")]
public enum StorageHasher : byte
{
    /// <summary>16 bytes of BLAKE2b.</summary>
    Blake2_128 = 0,

    /// <summary>32 bytes of BLAKE2b.</summary>
    Blake2_256 = 1,

    /// <summary>16 bytes of BLAKE2b, then the key.</summary>
    Blake2_128Concat = 2,

    /// <summary>16 bytes of xxHash.</summary>
    Twox128 = 3,

    /// <summary>32 bytes of xxHash.</summary>
    Twox256 = 4,

    /// <summary>8 bytes of xxHash, then the key.</summary>
    Twox64Concat = 5,

    /// <summary>The key itself.</summary>
    Identity = 6,
}
