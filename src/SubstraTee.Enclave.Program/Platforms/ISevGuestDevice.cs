namespace SubstraTee.Enclave.Program;

/// <summary>The SEV guest device: messages to AMD's security processor, encrypted so that the host can only drop them.</summary>
internal interface ISevGuestDevice
{
    /// <summary>Sends one message and waits for its answer.</summary>
    /// <param name="number">The ioctl's number (Linux, include/uapi/linux/sev-guest.h).</param>
    /// <param name="request">The request's structure.</param>
    /// <param name="response">Where the answer goes; its length is that of the response's structure.</param>
    /// <param name="exitInfo">Error of the host in the upper half, of the firmware in the lower.</param>
    Errno Send(uint number, ReadOnlySpan<byte> request, Span<byte> response, out ulong exitInfo);
}
