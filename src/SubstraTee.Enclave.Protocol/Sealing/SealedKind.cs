using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a sealed blob holds.</summary>
[ScaleType]
public enum SealedKind : byte
{
    /// <summary>The enclave's signing seed and the epochs' secrets.</summary>
    Identity = 1,

    /// <summary>A whole state.</summary>
    Snapshot = 2,

    /// <summary>What changed in one import.</summary>
    Log = 3,
}
