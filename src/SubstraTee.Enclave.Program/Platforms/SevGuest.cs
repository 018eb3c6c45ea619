using System.Buffers.Binary;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program;

/// <summary>What a SEV-SNP guest asks AMD's security processor for: a report on itself, and a key derived from chip and guest.</summary>
/// <remarks>Linux, include/uapi/linux/sev-guest.h; AMD #56860, MSG_REPORT_REQ and MSG_KEY_REQ.</remarks>
internal sealed class SevGuest(ISevGuestDevice device, Retry retry)
{
    /// <summary><c>_IOWR('S', 0, struct snp_guest_request_ioctl)</c>.</summary>
    public const uint GetReport = 0xC0205300;

    /// <summary><c>_IOWR('S', 1, struct snp_guest_request_ioctl)</c>.</summary>
    public const uint GetDerivedKey = 0xC0205301;

    private const int ReportRequestLength = 96;
    private const int ReportResponseLength = 4000;
    private const int ReportOffset = 32;
    private const int KeyRequestLength = 32;
    private const int KeyResponseLength = 64;
    private const int KeyOffset = 32;
    private const int KeyLength = 32;

    // Mixed into the key: guest policy, launch measurement, patch levels.
    private const ulong PolicyField = 1 << 0;
    private const ulong MeasurementField = 1 << 3;
    private const ulong TcbField = 1 << 5;

    private const uint HostBusy = 2;

    /// <summary>A report that binds 64 bytes, asked for at the highest privilege level.</summary>
    /// <exception cref="PlatformException">The processor gives none.</exception>
    public byte[] Report(ReadOnlySpan<byte> reportData)
    {
        ReportData.Check(reportData);
        var request = new byte[ReportRequestLength];
        reportData.CopyTo(request);
        var response = Send(GetReport, request, ReportResponseLength, "a report");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(response.AsSpan(4));
        var report = response.AsSpan(ReportOffset, SnpReportLayout.Length);
        return size == SnpReportLayout.Length && SnpReportLayout.Binds(report, reportData)
            ? report.ToArray()
            : throw new PlatformException($"the security processor's report has {size} bytes or does not bind the data that it was asked for");
    }

    /// <summary>A key that only this guest on this chip gets, at these patch levels or newer ones.</summary>
    /// <param name="tcbVersion">
    /// The levels, at most the committed ones: firmware that is older cannot derive the key, and a host cannot go back below what
    /// is committed.
    /// </param>
    /// <exception cref="PlatformException">The processor gives none.</exception>
    public SecretBytes DerivedKey(ReadOnlySpan<byte> tcbVersion)
    {
        var request = new byte[KeyRequestLength];
        // Root key 0 (VCEK), reserved, fields, privilege level 0, guest version 0, patch levels.
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(8), PolicyField | MeasurementField | TcbField);
        tcbVersion.CopyTo(request.AsSpan(24, SnpReportLayout.TcbLength));
        var response = Send(GetDerivedKey, request, KeyResponseLength, "a derived key");
        try
        {
            var key = response.AsSpan(KeyOffset, KeyLength);
            return key.ContainsAnyExcept((byte)0)
                ? new SecretBytes(key)
                : throw new PlatformException("the security processor derived a key of zeros");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(response);
        }
    }

    private byte[] Send(uint number, byte[] request, int responseLength, string what) =>
        retry.Run(() => TrySend(number, request, responseLength, what))
        ?? throw new PlatformException($"the security processor was too busy for {what} in {Retry.Attempts} attempts; the host throttles requests");

    private byte[]? TrySend(uint number, byte[] request, int responseLength, string what)
    {
        var response = new byte[responseLength];
        var error = device.Send(number, request, response, out var exitInfo);
        if (error.IsTransient() || (error == Errno.InputOutput && (uint)(exitInfo >> 32) == HostBusy))
        {
            return null;
        }

        if (error != Errno.None)
        {
            throw new PlatformException(Explain(error, exitInfo, what));
        }

        var status = BinaryPrimitives.ReadUInt32LittleEndian(response);
        return status == 0
            ? response
            : throw new PlatformException($"the security processor refused {what}: status 0x{status:x} (0x16: invalid parameters, 0x27: key not available)");
    }

    private static string Explain(Errno error, ulong exitInfo, string what) => error switch
    {
        Errno.NoEntry or Errno.NoDevice or Errno.NoDeviceOrAddress =>
            $"{SevGuestDevice.DefaultPath} is not there ({error.Text()}): this is no SEV-SNP guest, or its kernel module sev-guest is not loaded",
        _ when error.IsRefused() => $"{SevGuestDevice.DefaultPath} may not be used ({error.Text()}): run the enclave as root of the guest",
        _ => $"the kernel gave no {what}: {error.Text()}, host error {exitInfo >> 32}, firmware error 0x{(uint)exitInfo:x}",
    };
}
