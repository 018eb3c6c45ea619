using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>An input that is refused: raised while it is verified, before anything is changed.</summary>
internal sealed class RefusalException(RefusalCode code) : Exception($"refused: {code}")
{
    /// <summary>Why.</summary>
    public RefusalCode Code { get; } = code;
}
