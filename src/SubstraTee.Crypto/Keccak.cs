using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>Keccak-256 as Ethereum and Substrate use it: the submission's padding (0x01), not that of SHA-3.</summary>
public static class Keccak
{
    private const int Rate = 136;

    /// <summary>The 256-bit digest.</summary>
    public static Hash256 Hash256(ReadOnlySpan<byte> input)
    {
        Span<ulong> state = stackalloc ulong[KeccakPermutation.Words];
        state.Clear();
        for (; input.Length >= Rate; input = input[Rate..])
        {
            Absorb(state, input[..Rate]);
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        input.CopyTo(last);
        last[input.Length] = 0x01;
        last[Rate - 1] |= 0x80;
        Absorb(state, last);
        return new Hash256(MemoryMarshal.AsBytes(state)[..32]);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < Rate / 8; i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        }

        KeccakPermutation.Permute(state);
    }
}
