using System.Buffers.Binary;

namespace SubstraTee.Crypto;

/// <summary>An AEAD of RFC 9180, table 5: all that the key schedule needs to know of it.</summary>
internal sealed class HpkeAead
{
    private readonly byte[] _suite;
    private readonly byte[] _pskIdHash;
    private volatile HashedInfo? _lastInfo;

    public HpkeAead(ushort id, int keyLength)
    {
        KeyLength = keyLength;
        _suite = [.. "HPKE"u8, 0x00, 0x20, 0x00, 0x01, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(_suite.AsSpan(8), id);
        _pskIdHash = new byte[HpkeHash.Length];
        HpkeHash.LabeledExtract(_suite, [], "psk_id_hash"u8, [], _pskIdHash);
    }

    /// <summary>The one in use; the RFC prints no vectors for it with X25519.</summary>
    public static HpkeAead Aes256Gcm { get; } = new(2, AeadBox.KeyLength);

    public int KeyLength { get; }

    /// <summary>suite_id: "HPKE" and the numbers of KEM, KDF and AEAD.</summary>
    public ReadOnlySpan<byte> Suite => _suite;

    /// <summary>The hash of the empty psk_id, the same in every context of base mode.</summary>
    public ReadOnlySpan<byte> PskIdHash => _pskIdHash;

    /// <summary>The hash of an info. The last one is kept: whoever opens many messages opens them under one info.</summary>
    public ReadOnlySpan<byte> InfoHash(ReadOnlySpan<byte> info)
    {
        if (_lastInfo is { } last && info.SequenceEqual(last.Info))
        {
            return last.Hash;
        }

        var hash = new byte[HpkeHash.Length];
        HpkeHash.LabeledExtract(_suite, [], "info_hash"u8, info, hash);
        _lastInfo = new HashedInfo(info.ToArray(), hash);
        return hash;
    }

    private sealed record HashedInfo(byte[] Info, byte[] Hash);
}
