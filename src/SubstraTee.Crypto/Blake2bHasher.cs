using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>BLAKE2b over input that comes in pieces; lives on the stack.</summary>
/// <remarks>Create it with a constructor: a defaulted one has no parameters and refuses to work.</remarks>
public ref struct Blake2bHasher
{
    private Blake2bState _state;
    private Block _block;
    private readonly int _outputLength;
    private int _filled;

    /// <summary>Starts a digest of 1 to 64 bytes, keyed when <paramref name="key"/> (up to 64 bytes) is not empty.</summary>
    /// <exception cref="ArgumentException">A length out of range.</exception>
    public Blake2bHasher(int outputLength, scoped ReadOnlySpan<byte> key = default)
    {
        _state = new Blake2bState(outputLength, key.Length);
        _outputLength = outputLength;
        if (!key.IsEmpty)
        {
            key.CopyTo(_block);
            _filled = Blake2bState.BlockLength;
        }
    }

    /// <summary>Takes in the next piece.</summary>
    public void Append(scoped ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            // A full block is only compressed when more follows, since the last one is compressed differently.
            if (_filled == Blake2bState.BlockLength)
            {
                _state.Compress(ref _block[0], Blake2bState.BlockLength, last: false);
                _filled = 0;
            }

            var taken = Math.Min(input.Length, Blake2bState.BlockLength - _filled);
            input[..taken].CopyTo(MemoryMarshal.CreateSpan(ref _block[_filled], taken));
            _filled += taken;
            input = input[taken..];
        }
    }

    /// <summary>Writes the digest and ends the hasher's use.</summary>
    /// <exception cref="ArgumentException">The output's length is not the one that was announced.</exception>
    public void Finish(scoped Span<byte> output)
    {
        if (_outputLength == 0 || output.Length != _outputLength)
        {
            throw new ArgumentException($"the digest has {_outputLength} bytes, the output {output.Length}", nameof(output));
        }

        MemoryMarshal.CreateSpan(ref _block[0], Blake2bState.BlockLength)[_filled..].Clear();
        _state.Compress(ref _block[0], _filled, last: true);
        _state.CopyTo(output);
    }

    /// <summary>The digest of a hasher for 32 bytes; ends the hasher's use.</summary>
    public Hash256 FinishHash256()
    {
        Span<byte> output = stackalloc byte[32];
        Finish(output);
        return new Hash256(output);
    }

    [InlineArray(Blake2bState.BlockLength)]
    private struct Block
    {
        private byte _first;
    }
}
