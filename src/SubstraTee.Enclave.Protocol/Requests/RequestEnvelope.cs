using System.Buffers.Binary;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>An encrypted request as it stands on the chain or reaches a worker.</summary>
/// <remarks>docs/protocol.md, section 3. The ciphertext is the rest of the bytes, so there is exactly one way to write it.</remarks>
/// <param name="Version">Layout version, 1.</param>
/// <param name="Suite">Cipher suite; 1 = HPKE base, X25519, HKDF-SHA256, AES-256-GCM.</param>
/// <param name="Epoch">Epoch of the shielding key.</param>
/// <param name="Encapsulated">HPKE's encapsulated key, 32 bytes.</param>
/// <param name="Ciphertext">The padded, encrypted payload.</param>
public sealed record RequestEnvelope(
    byte Version, byte Suite, uint Epoch, ReadOnlyMemory<byte> Encapsulated, ReadOnlyMemory<byte> Ciphertext)
{
    /// <summary>The layout version written today.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>HPKE base mode with X25519, HKDF-SHA256 and AES-256-GCM.</summary>
    public const byte SuiteHpkeX25519Aes256 = 1;

    /// <summary>Bytes of version, suite and epoch: the authenticated header.</summary>
    public const int HeaderBytes = 6;

    private const int KeyBytes = 32;
    private const int TagBytes = 16;

    /// <summary>The name of a request: the hash of its envelope's bytes.</summary>
    public static Hash256 HashOf(ReadOnlySpan<byte> envelope) => DomainTag.Ciphertext.Hash(envelope);

    /// <summary>Takes an envelope apart; says nothing yet of version, suite or epoch.</summary>
    /// <returns>Null when it is too short or too long to be one.</returns>
    public static RequestEnvelope? Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + KeyBytes + TagBytes || bytes.Length > ProtocolLimits.MaxEnvelopeBytes)
        {
            return null;
        }

        var span = bytes.Span;
        return new RequestEnvelope(
            span[0],
            span[1],
            BinaryPrimitives.ReadUInt32LittleEndian(span[2..]),
            bytes.Slice(HeaderBytes, KeyBytes),
            bytes[(HeaderBytes + KeyBytes)..]);
    }

    /// <summary>Version, suite and epoch as bytes: the additional data of the encryption.</summary>
    public byte[] Header()
    {
        var header = new byte[HeaderBytes];
        header[0] = Version;
        header[1] = Suite;
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(2), Epoch);
        return header;
    }

    /// <summary>The envelope's bytes.</summary>
    public byte[] ToArray() => [.. Header(), .. Encapsulated.Span, .. Ciphertext.Span];
}
