using System.Buffers.Binary;
using SubstraTee.Attestation.Json;

namespace SubstraTee.Attestation.Keystone;

/// <summary>Keystone's <c>struct report_t</c>: a view of its bytes, of which nothing but the lengths is checked.</summary>
/// <remarks>Keystone SDK, report.h; numbers are little-endian. What lies in the data field behind its length is signed by nobody.</remarks>
internal readonly struct KeystoneReport
{
    /// <summary>The length of the struct.</summary>
    public const int Length = 1352;

    /// <summary>The room for data.</summary>
    public const int MaxData = 1024;

    private const int HashLength = 64;
    private const int KeyLength = 32;
    private const int SignatureLength = 64;
    private const int DataLengthOffset = 64;
    private const int DataOffset = 72;
    private const int EnclaveSignatureOffset = 1096;
    private const int MonitorHashOffset = 1160;
    private const int MonitorKeyOffset = 1224;
    private const int MonitorSignatureOffset = 1256;
    private const int DeviceKeyOffset = 1320;

    private readonly ReadOnlyMemory<byte> _bytes;

    private KeystoneReport(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    private ReadOnlySpan<byte> Span => _bytes.Span;

    public ReadOnlySpan<byte> EnclaveHash => Span[..HashLength];

    /// <summary>The enclave's data, in the length that the report gives it.</summary>
    public ReadOnlySpan<byte> Data => Span.Slice(DataOffset, (int)BinaryPrimitives.ReadUInt64LittleEndian(Span[DataLengthOffset..]));

    public ReadOnlySpan<byte> EnclaveSignature => Span.Slice(EnclaveSignatureOffset, SignatureLength);

    public ReadOnlySpan<byte> MonitorHash => Span.Slice(MonitorHashOffset, HashLength);

    public ReadOnlySpan<byte> MonitorKey => Span.Slice(MonitorKeyOffset, KeyLength);

    public ReadOnlySpan<byte> MonitorSignature => Span.Slice(MonitorSignatureOffset, SignatureLength);

    /// <summary>The device key that the report claims; what counts is the enrolled one.</summary>
    public ReadOnlySpan<byte> DeviceKey => Span.Slice(DeviceKeyOffset, KeyLength);

    /// <summary>What the security monitor signed: enclave hash, length and data.</summary>
    public ReadOnlySpan<byte> SignedByMonitor => Span[..(DataOffset + Data.Length)];

    /// <summary>What the device signed: hash and key of the security monitor.</summary>
    public ReadOnlySpan<byte> SignedByDevice => Span[MonitorHashOffset..MonitorSignatureOffset];

    /// <summary>Reads the struct, or the SDK's JSON form of it.</summary>
    /// <exception cref="RefusalException">It has another length, or more data than there is room for.</exception>
    public static KeystoneReport Read(ReadOnlyMemory<byte> evidence)
    {
        var bytes = !evidence.IsEmpty && evidence.Length != Length && evidence.Span[0] == (byte)'{' ? FromJson(evidence) : evidence;
        Check.That(bytes.Length >= Length, RefusalReason.EvidenceTruncated, $"a report has {Length} bytes, not {bytes.Length}");
        Check.That(bytes.Length == Length, RefusalReason.EvidenceMalformed, $"a report has {Length} bytes, not {bytes.Length}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[DataLengthOffset..]);
        Check.That(length <= MaxData, RefusalReason.KeystoneDataTooLong, $"the report has {length} bytes of data in a field of {MaxData}");
        return new KeystoneReport(bytes);
    }

    private static byte[] FromJson(ReadOnlyMemory<byte> json) =>
        StrictJson.Read(json, new JsonLimits(8 * 1024, 2, 16), RefusalReason.EvidenceMalformed, "Keystone report", root =>
        {
            var monitor = root.Get("security_monitor", JsonKind.Object);
            var enclave = root.Get("enclave", JsonKind.Object);
            var dataLength = (int)enclave.GetUnsigned("datalen", MaxData);
            var bytes = new byte[Length];
            var span = bytes.AsSpan();
            enclave.GetHex("hash", HashLength).CopyTo(span);
            BinaryPrimitives.WriteUInt64LittleEndian(span[DataLengthOffset..], (ulong)dataLength);
            enclave.GetHex("data", dataLength).CopyTo(span[DataOffset..]);
            enclave.GetHex("signature", SignatureLength).CopyTo(span[EnclaveSignatureOffset..]);
            monitor.GetHex("hash", HashLength).CopyTo(span[MonitorHashOffset..]);
            monitor.GetHex("pubkey", KeyLength).CopyTo(span[MonitorKeyOffset..]);
            monitor.GetHex("signature", SignatureLength).CopyTo(span[MonitorSignatureOffset..]);
            root.GetHex("device_pubkey", KeyLength).CopyTo(span[DeviceKeyOffset..]);
            return bytes;
        });
}
