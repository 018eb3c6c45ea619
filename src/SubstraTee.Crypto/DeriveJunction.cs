using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>One step of a derivation path (<c>sp_core::crypto::DeriveJunction</c>).</summary>
internal readonly record struct DeriveJunction(bool IsHard, Bytes32 ChainCode)
{
    /// <summary>
    /// A number up to 64 bits is taken as its eight bytes, anything else as a SCALE string; what is longer than 32 bytes is
    /// hashed, what is shorter padded with zeros.
    /// </summary>
    public static DeriveJunction Parse(bool isHard, ReadOnlySpan<char> code)
    {
        Span<byte> chainCode = stackalloc byte[Bytes32.Length];
        chainCode.Clear();
        if (ulong.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && code[0] != '-')
        {
            BinaryPrimitives.WriteUInt64LittleEndian(chainCode, number);
            return new DeriveJunction(isHard, new Bytes32(chainCode));
        }

        var encoded = ScaleString(code);
        if (encoded.Length > chainCode.Length)
        {
            Blake2b.Hash(encoded, chainCode);
        }
        else
        {
            encoded.CopyTo(chainCode);
        }

        return new DeriveJunction(isHard, new Bytes32(chainCode));
    }

    /// <summary>A text as SCALE writes it: compact length, UTF-8. This room stands below the codec, so the prefix is written here.</summary>
    public static byte[] ScaleString(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var prefix = length < 64 ? 1 : 2;
        var encoded = new byte[prefix + length];
        if (prefix == 1)
        {
            encoded[0] = (byte)(length << 2);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(encoded, checked((ushort)((length << 2) | 1)));
        }

        Encoding.UTF8.GetBytes(text, encoded.AsSpan(prefix));
        return encoded;
    }
}
