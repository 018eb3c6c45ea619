using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>A sealed blob that cannot be used, and why.</summary>
internal sealed class SealException(RefusalCode code) : Exception($"sealed state refused: {code}")
{
    /// <summary>Why.</summary>
    public RefusalCode Code { get; } = code;
}
