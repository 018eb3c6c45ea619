using System.Buffers.Binary;
using System.Text;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Four bytes that say whose message a digest item is.</summary>
/// <param name="Value">The bytes as a little-endian number.</param>
public readonly record struct ConsensusEngineId(uint Value)
{
    /// <summary>Four ASCII characters.</summary>
    /// <exception cref="ArgumentException">Not four bytes.</exception>
    public ConsensusEngineId(ReadOnlySpan<byte> bytes)
        : this(bytes.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : throw new ArgumentException("expected 4 bytes", nameof(bytes)))
    {
    }

    /// <summary>GRANDPA (<c>FRNK</c>).</summary>
    public static ConsensusEngineId Grandpa { get; } = new("FRNK"u8);

    /// <summary>Aura (<c>aura</c>).</summary>
    public static ConsensusEngineId Aura { get; } = new("aura"u8);

    /// <summary>BABE (<c>BABE</c>).</summary>
    public static ConsensusEngineId Babe { get; } = new("BABE"u8);

    internal static ScaleCodec<ConsensusEngineId> Codec { get; } = Scale.Convert(
        Scale.FixedBytes(4),
        (ConsensusEngineId id) => id.ToArray(),
        bytes => new ConsensusEngineId(bytes));

    /// <summary>The four bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Value);
        return bytes;
    }

    /// <summary>The bytes as text where they are printable, else in hexadecimal.</summary>
    public override string ToString()
    {
        var bytes = ToArray();
        return bytes.All(one => one is >= 0x20 and < 0x7f)
            ? Encoding.ASCII.GetString(bytes)
            : Convert.ToHexStringLower(bytes);
    }
}
