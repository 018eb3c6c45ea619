using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Worker;

/// <summary>The enclave could not take a frame.</summary>
internal sealed class EnclaveFaultException(RefusalCode code) : Exception($"the enclave refused a frame: {code}")
{
    /// <summary>Why.</summary>
    public RefusalCode Code { get; } = code;
}
