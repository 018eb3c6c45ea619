using System.Buffers.Binary;

namespace SubstraTee.Cli;

/// <summary>Takes the masks off captured client frames (RFC 6455, section 5.2), so that what they carry can be searched.</summary>
internal static class WebSocketUnmask
{
    private const int MaskBytes = 4;

    /// <summary>The payloads of a captured stream, one after the other, without HTTP's lines at the front.</summary>
    public static byte[] Payloads(ReadOnlySpan<byte> stream)
    {
        var end = stream.IndexOf("\r\n\r\n"u8);
        var rest = end < 0 ? [] : stream[(end + 4)..];
        var payloads = new MemoryStream();
        while (TryRead(ref rest, payloads))
        {
        }

        return payloads.ToArray();
    }

    private static bool TryRead(ref ReadOnlySpan<byte> rest, MemoryStream payloads)
    {
        if (rest.Length < 2)
        {
            return false;
        }

        var masked = (rest[1] & 0x80) != 0;
        var (length, header) = (rest[1] & 0x7f) switch
        {
            126 when rest.Length >= 4 => (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]), 4),
            127 when rest.Length >= 10 => ((long)BinaryPrimitives.ReadUInt64BigEndian(rest[2..]), 10),
            var small and < 126 => (small, 2),
            _ => (long.MaxValue, 2),
        };
        var start = header + (masked ? MaskBytes : 0);
        if (length < 0 || length > rest.Length - start)
        {
            return false;
        }

        var payload = rest.Slice(start, (int)length).ToArray();
        for (var i = 0; masked && i < payload.Length; i++)
        {
            payload[i] ^= rest[header + (i % MaskBytes)];
        }

        payloads.Write(payload);
        rest = rest[(start + payload.Length)..];
        return true;
    }
}
