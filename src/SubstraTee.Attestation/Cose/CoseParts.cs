using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Attestation.Cose;

/// <summary>The four parts that COSE_Sign1 and COSE_Mac0 have alike (RFC 9052, sections 4.2 and 6.2); nothing is checked.</summary>
/// <param name="Protected">The protected header as it is authenticated.</param>
/// <param name="Unprotected">The header that nobody authenticates.</param>
/// <param name="Payload">What is authenticated.</param>
/// <param name="Proof">The signature, or the authentication code.</param>
internal sealed record CoseParts(
    ReadOnlyMemory<byte> Protected, CborValue.Map Unprotected, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Proof)
{
    /// <summary>Takes the parts of an array; a detached payload is none.</summary>
    public static bool TryTake(CborValue value, [NotNullWhen(true)] out CoseParts? parts)
    {
        parts = value is CborValue.Array
        {
            Items: [CborValue.Bytes header, CborValue.Map unprotected, CborValue.Bytes payload, CborValue.Bytes proof],
        }
            ? new CoseParts(header.Value, unprotected, payload.Value, proof.Value)
            : null;
        return parts is not null;
    }

    /// <summary>The bytes that are authenticated: <c>[context, protected, h'', payload]</c> (sections 4.4 and 6.3).</summary>
    /// <param name="context"><c>Signature1</c> or <c>MAC0</c>.</param>
    public byte[] Authenticated(ReadOnlySpan<byte> context)
    {
        Span<byte> protectedHead = stackalloc byte[5];
        Span<byte> payloadHead = stackalloc byte[5];
        var protectedLength = WriteBytesHead(protectedHead, Protected.Length);
        var payloadLength = WriteBytesHead(payloadHead, Payload.Length);
        return
        [
            0x84, (byte)(0x60 | context.Length), .. context,
            .. protectedHead[..protectedLength], .. Protected.Span,
            0x40,
            .. payloadHead[..payloadLength], .. Payload.Span,
        ];
    }

    private static int WriteBytesHead(Span<byte> head, int length)
    {
        const byte ByteString = 0x40;
        switch (length)
        {
            case < 24:
                head[0] = (byte)(ByteString | length);
                return 1;
            case <= byte.MaxValue:
                head[0] = ByteString | 24;
                head[1] = (byte)length;
                return 2;
            case <= ushort.MaxValue:
                head[0] = ByteString | 25;
                BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)length);
                return 3;
            default:
                head[0] = ByteString | 26;
                BinaryPrimitives.WriteInt32BigEndian(head[1..], length);
                return 5;
        }
    }
}
