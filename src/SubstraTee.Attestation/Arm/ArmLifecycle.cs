namespace SubstraTee.Attestation.Arm;

/// <summary>What the security lifecycle of a device means (RFC 9783, section 4.3.1; the same numbers in CCA's platform token).</summary>
internal static class ArmLifecycle
{
    private const int Secured = 0x30;
    private const int DebugOfOthers = 0x40;
    private const int RecoverableDebug = 0x50;

    /// <summary>Whether the device is open to a debugger; false when it is locked down.</summary>
    /// <remarks>The upper byte is the state; the lower one is the implementation's own.</remarks>
    /// <exception cref="RefusalException">The device is neither: not provisioned yet, decommissioned, or in an unknown state.</exception>
    public static bool IsDebug(long lifecycle) => (lifecycle >> 8) switch
    {
        Secured => false,
        DebugOfOthers or RecoverableDebug => true,
        _ => throw new RefusalException(
            RefusalReason.ArmLifecycleNotSecured, $"the security lifecycle is 0x{lifecycle:x4}; secured devices have 0x3000 to 0x30ff"),
    };
}
