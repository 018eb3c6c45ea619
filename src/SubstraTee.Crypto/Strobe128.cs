using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SubstraTee.Crypto;

/// <summary>STROBE-128 over Keccak-f[1600] (https://strobe.sourceforge.io, version 1.0.2), the operations that Merlin uses.</summary>
internal struct Strobe128
{
    // The rate of Keccak at 128 bit security less the two bytes of STROBE's own padding.
    private const int Rate = 166;

    private const byte FlagInward = 1;
    private const byte FlagApplication = 1 << 1;
    private const byte FlagCipher = 1 << 2;
    private const byte FlagMeta = 1 << 4;

    private State _state;
    private int _position;
    private int _begin;

    public Strobe128(ReadOnlySpan<byte> protocol)
    {
        ReadOnlySpan<byte> start = [1, Rate + 2, 1, 0, 1, 96];
        start.CopyTo(Bytes);
        "STROBEv1.0.2"u8.CopyTo(Bytes[start.Length..]);
        KeccakPermutation.Permute(_state);
        MetaAssociatedData(protocol, more: false);
    }

    [UnscopedRef]
    private Span<byte> Bytes => MemoryMarshal.AsBytes((Span<ulong>)_state);

    public void MetaAssociatedData(scoped ReadOnlySpan<byte> data, bool more)
    {
        Begin(FlagMeta | FlagApplication, more);
        Absorb(data);
    }

    public void AssociatedData(scoped ReadOnlySpan<byte> data)
    {
        Begin(FlagApplication, more: false);
        Absorb(data);
    }

    public void PseudoRandom(scoped Span<byte> data)
    {
        Begin(FlagInward | FlagApplication | FlagCipher, more: false);
        var bytes = Bytes;
        foreach (ref var b in data)
        {
            b = bytes[_position];
            bytes[_position] = 0;
            Advance();
        }
    }

    public void Key(scoped ReadOnlySpan<byte> data)
    {
        Begin(FlagApplication | FlagCipher, more: false);
        var bytes = Bytes;
        foreach (var b in data)
        {
            bytes[_position] = b;
            Advance();
        }
    }

    public void Clear() => CryptographicOperations.ZeroMemory(Bytes);

    private void Begin(byte flags, bool more)
    {
        // "More" continues the operation before, with the same flags, by construction of the two callers.
        if (more)
        {
            return;
        }

        var previous = (byte)_begin;
        _begin = _position + 1;
        Absorb([previous, flags]);
        if ((flags & FlagCipher) != 0 && _position != 0)
        {
            Permute();
        }
    }

    private void Absorb(scoped ReadOnlySpan<byte> data)
    {
        var bytes = Bytes;
        foreach (var b in data)
        {
            bytes[_position] ^= b;
            Advance();
        }
    }

    private void Advance()
    {
        if (++_position == Rate)
        {
            Permute();
        }
    }

    private void Permute()
    {
        var bytes = Bytes;
        bytes[_position] ^= (byte)_begin;
        bytes[_position + 1] ^= 0x04;
        bytes[Rate + 1] ^= 0x80;
        KeccakPermutation.Permute(_state);
        _position = 0;
        _begin = 0;
    }

    [InlineArray(KeccakPermutation.Words)]
    private struct State
    {
        private ulong _first;
    }
}
