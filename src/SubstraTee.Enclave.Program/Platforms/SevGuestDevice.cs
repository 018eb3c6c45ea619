using System.Runtime.InteropServices;

namespace SubstraTee.Enclave.Program;

/// <summary>The device of the running kernel.</summary>
internal sealed class SevGuestDevice(string path) : ISevGuestDevice
{
    public const string DefaultPath = "/dev/sev-guest";

    private const byte MessageVersion = 1;

    /// <inheritdoc/>
    public unsafe Errno Send(uint number, ReadOnlySpan<byte> request, Span<byte> response, out ulong exitInfo)
    {
        fixed (byte* requestAddress = request)
        fixed (byte* responseAddress = response)
        {
            var message = new GuestRequest { Version = MessageVersion, Request = (ulong)requestAddress, Response = (ulong)responseAddress };
            var error = Posix.DeviceControl(path, number, &message);
            exitInfo = message.ExitInfo;
            return error;
        }
    }

    // struct snp_guest_request_ioctl.
    [StructLayout(LayoutKind.Sequential)]
    private struct GuestRequest
    {
        public byte Version;
        public ulong Request;
        public ulong Response;
        public ulong ExitInfo;
    }
}
