using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Hides the exact length of a payload: <c>length u32 ‖ payload ‖ zeros</c> up to the next size class.</summary>
public static class Padding
{
    private const int LengthBytes = 4;

    /// <summary>The padded sizes, in bytes.</summary>
    public static ReadOnlySpan<int> SizeClasses => [256, 1024, 4096, 16_384, 65_536];

    /// <summary>Pads a payload.</summary>
    /// <exception cref="ArgumentException">The payload is longer than <see cref="ProtocolLimits.MaxPayloadBytes"/>.</exception>
    public static byte[] Pad(ReadOnlySpan<byte> payload)
    {
        foreach (var size in SizeClasses)
        {
            if (payload.Length + LengthBytes <= size)
            {
                var padded = new byte[size];
                BinaryPrimitives.WriteInt32LittleEndian(padded, payload.Length);
                payload.CopyTo(padded.AsSpan(LengthBytes));
                return padded;
            }
        }

        throw new ArgumentException(
            $"a payload has at most {ProtocolLimits.MaxPayloadBytes} bytes, this one {payload.Length}", nameof(payload));
    }

    /// <summary>Takes the payload out again; refuses sizes outside the classes, wrong lengths and padding that is not zero.</summary>
    public static bool TryUnpad(ReadOnlyMemory<byte> padded, [NotNullWhen(true)] out ReadOnlyMemory<byte>? payload)
    {
        payload = null;
        if (!SizeClasses.Contains(padded.Length))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(padded.Span);
        if (length > padded.Length - LengthBytes || padded.Span[(LengthBytes + (int)length)..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        payload = padded.Slice(LengthBytes, (int)length);
        return true;
    }
}
