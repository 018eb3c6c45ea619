using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What the enclave is doing.</summary>
[ScaleType]
public enum EnclaveState : byte
{
    /// <summary>Waits for <see cref="EnclaveInput.Boot"/> or the sealed blobs.</summary>
    Booting = 0,

    /// <summary>Replays the parentchain; serves nothing.</summary>
    CatchingUp = 1,

    /// <summary>Its registration, instance or epoch key is not final yet; serves nothing.</summary>
    Joining = 2,

    /// <summary>Serves the shard.</summary>
    Serving = 3,

    /// <summary>The parentchain has shown nothing new for too long; answers no queries until its challenge is final.</summary>
    Stalled = 4,

    /// <summary>Stopped for good; <see cref="EnclaveStatus.Reason"/> says why.</summary>
    Halted = 5,
}
