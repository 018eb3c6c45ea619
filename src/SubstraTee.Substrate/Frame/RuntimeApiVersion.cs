using System.Buffers.Binary;
using System.Text;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>A runtime API that a chain offers, and its version.</summary>
/// <param name="Id">The first 8 bytes of the name's Blake2b hash, as a little-endian number.</param>
/// <param name="Version">The API's version.</param>
public readonly record struct RuntimeApiVersion(ulong Id, uint Version)
{
    /// <summary>The API of that name.</summary>
    public RuntimeApiVersion(string name, uint version)
        : this(IdOf(name), version)
    {
    }

    internal static ScaleCodec<RuntimeApiVersion> Codec { get; } = Scale.Convert(
        Scale.Tuple(Scale.FixedBytes(8), Scale.U32),
        (RuntimeApiVersion api) => (api.IdBytes(), api.Version),
        pair => new RuntimeApiVersion(BinaryPrimitives.ReadUInt64LittleEndian(pair.First), pair.Second));

    /// <summary>The identifier in hexadecimal, as JSON-RPC writes it.</summary>
    public string IdHex => Hex.Encode(IdBytes());

    /// <summary>The identifier that a name stands for: Blake2b with 8 bytes of output.</summary>
    public static ulong IdOf(string name)
    {
        Span<byte> id = stackalloc byte[8];
        Blake2b.Hash(Encoding.UTF8.GetBytes(name), id);
        return BinaryPrimitives.ReadUInt64LittleEndian(id);
    }

    private byte[] IdBytes()
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Id);
        return bytes;
    }
}
