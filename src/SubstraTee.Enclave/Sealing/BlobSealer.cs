using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Seals blobs under one key and opens them again.</summary>
/// <remarks>docs/protocol.md, section 5: every blob has a key of its own, so counter nonces never meet twice.</remarks>
/// <param name="key">The platform's sealing key, or the epoch's state key.</param>
/// <param name="shard">The shard, bound into the key's name.</param>
internal sealed class BlobSealer(SecretBytes key, ShardId shard)
{
    /// <summary>Bytes of plaintext in one sealed chunk.</summary>
    public const int ChunkBytes = 65_536;

    private const int KeyIdBytes = 16;

    private readonly byte[] _keyId = NameOf(key, shard);

    /// <summary>The key's name, as blobs carry it.</summary>
    public ReadOnlySpan<byte> KeyId => _keyId;

    /// <summary>Starts a header for a blob under this key; the caller sets positions and body length.</summary>
    public SealedHeader NewHeader(SealedKind kind, Measurement measurement, uint epoch, InstanceId instance, Bytes32 salt) => new(
        SealedHeader.MagicBytes.ToArray(),
        SealedHeader.CurrentFormat,
        kind,
        measurement,
        _keyId,
        shard,
        epoch,
        instance,
        0,
        default,
        default,
        default,
        0,
        salt);

    /// <summary>Seals a body.</summary>
    public SealedBlob Seal(SealedHeader header, ReadOnlySpan<byte> body)
    {
        header = header with { BodyLength = (ulong)body.Length };
        var front = SealedHeader.Codec.Encode(header);
        var headerHash = header.Hash;
        var chunks = Math.Max(1, (body.Length + ChunkBytes - 1) / ChunkBytes);
        var bytes = new byte[front.Length + body.Length + (chunks * AeadBox.TagLength)];
        front.CopyTo(bytes, 0);
        var at = front.Length;
        using var blobKey = Hkdf.Derive(key, header.Salt.ToArray(), LabelOf(header.Kind), 32);
        using var box = new AeadBox(blobKey);
        for (var i = 0; i < chunks; i++)
        {
            var rest = body[(i * ChunkBytes)..];
            var plain = rest[..Math.Min(ChunkBytes, rest.Length)];
            var output = bytes.AsSpan(at, plain.Length + AeadBox.TagLength);
            box.Seal((ulong)i, AadOf(headerHash, i == chunks - 1), plain, output);
            at += output.Length;
        }

        return new SealedBlob(header, bytes, HashOf(headerHash, bytes));
    }

    /// <summary>Opens a blob.</summary>
    /// <exception cref="SealException">It was sealed elsewhere, cut short or changed.</exception>
    public (SealedBlob Blob, byte[] Body) Open(SealedKind kind, ReadOnlyMemory<byte> bytes)
    {
        var header = ReadHeader(bytes.Span, out var at);
        if (header.Kind != kind || header.Shard != shard || !header.KeyId.AsSpan().SequenceEqual(_keyId))
        {
            throw new SealException(RefusalCode.SealIdentityMismatch);
        }

        var sealedBody = bytes[at..];
        var chunks = Math.Max(1, (long)((header.BodyLength + ChunkBytes - 1) / ChunkBytes));
        var expected = (decimal)header.BodyLength + (chunks * AeadBox.TagLength);
        if (sealedBody.Length < expected)
        {
            throw new SealException(RefusalCode.SealedTruncated);
        }

        if (sealedBody.Length > expected)
        {
            throw new SealException(RefusalCode.SealedCorrupt);
        }

        var headerHash = header.Hash;
        return (new SealedBlob(header, bytes, HashOf(headerHash, bytes.Span)), OpenBody(header, headerHash, sealedBody.Span));
    }

    /// <summary>Reads the front of a blob that nobody vouches for.</summary>
    /// <exception cref="SealException">It is none, or of an unknown layout.</exception>
    public static SealedHeader ReadHeader(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new ScaleReader(bytes);
        try
        {
            var header = SealedHeader.Codec.Read(ref reader);
            length = reader.Position;
            if (!header.Magic.AsSpan().SequenceEqual(SealedHeader.MagicBytes))
            {
                throw new SealException(RefusalCode.SealedCorrupt);
            }

            return header.Format == SealedHeader.CurrentFormat
                ? header
                : throw new SealException(RefusalCode.SealedVersionUnknown);
        }
        catch (ScaleException refused)
        {
            throw new SealException(
                refused.Fault == ScaleFault.UnexpectedEnd ? RefusalCode.SealedTruncated : RefusalCode.SealedCorrupt);
        }
    }

    private static byte[] NameOf(SecretBytes key, ShardId shard)
    {
        using var name = Hkdf.Derive(key, shard.ToArray(), "substratee/key-id/1", 32);
        return name.Reveal()[..KeyIdBytes].ToArray();
    }

    private static string LabelOf(SealedKind kind) => kind switch
    {
        SealedKind.Identity => "substratee/identity/1",
        SealedKind.Snapshot => "substratee/snapshot/1",
        SealedKind.Log => "substratee/log/1",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] AadOf(Hash256 headerHash, bool last) => [.. headerHash.ToArray(), last ? (byte)1 : (byte)0];

    private static Hash256 HashOf(Hash256 headerHash, ReadOnlySpan<byte> bytes) =>
        DomainTag.SealedBlob.Hash([.. headerHash.ToArray(), .. bytes[^AeadBox.TagLength..]]);

    private byte[] OpenBody(SealedHeader header, Hash256 headerHash, ReadOnlySpan<byte> sealedBody)
    {
        using var blobKey = Hkdf.Derive(key, header.Salt.ToArray(), LabelOf(header.Kind), 32);
        using var box = new AeadBox(blobKey);
        var body = new byte[header.BodyLength];
        var at = 0;
        for (var index = 0UL; index == 0 || at < body.Length; index++)
        {
            var length = Math.Min(ChunkBytes, body.Length - at);
            var last = at + length == body.Length;
            if (!box.TryOpen(
                index, AadOf(headerHash, last), sealedBody[..(length + AeadBox.TagLength)], body.AsSpan(at, length)))
            {
                throw new SealException(RefusalCode.SealedCorrupt);
            }

            sealedBody = sealedBody[(length + AeadBox.TagLength)..];
            at += length;
        }

        return body;
    }
}
