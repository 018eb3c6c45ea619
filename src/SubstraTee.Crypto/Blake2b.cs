using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>BLAKE2b (RFC 7693) with digests of 1 to 64 bytes, plain and keyed.</summary>
/// <remarks>Managed code over 256-bit vectors, as fast as libsodium's; no native library is needed for it.</remarks>
public static class Blake2b
{
    /// <summary>The longest digest and the longest key.</summary>
    public const int MaxOutputLength = 64;

    /// <summary>The most messages that <see cref="Hash256x8"/> takes at once.</summary>
    public const int Lanes = 8;

    /// <summary>The 256-bit digest.</summary>
    public static Hash256 Hash256(ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[32];
        Hash([], input, output);
        return new Hash256(output);
    }

    /// <summary>The digest whose length is that of <paramref name="output"/> (1 to 64 bytes).</summary>
    /// <exception cref="ArgumentException">The output is empty or longer than 64 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> output) => Hash([], input, output);

    /// <summary>The keyed digest whose length is that of <paramref name="output"/>; the key has 1 to 64 bytes.</summary>
    /// <exception cref="ArgumentException">Key or output are empty or longer than 64 bytes.</exception>
    public static void HashKeyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (key.IsEmpty)
        {
            throw new ArgumentException("a keyed hash needs a key of 1 to 64 bytes", nameof(key));
        }

        Hash(key, input, output);
    }

    /// <summary>The keyed 256-bit digest; the key has 1 to 64 bytes.</summary>
    /// <exception cref="ArgumentException">The key is empty or longer than 64 bytes.</exception>
    public static Hash256 Keyed256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[32];
        HashKeyed(key, input, output);
        return new Hash256(output);
    }

    /// <summary>The 256-bit digests of up to eight messages at once, several times faster than one after the other.</summary>
    /// <remarks>
    /// The messages lie one after the other in <paramref name="messages"/>; <paramref name="ends"/> holds the offset behind
    /// each. Eight vector lanes where the processor has AVX-512, one message after the other elsewhere. Lanes wait for the
    /// longest message, so messages of similar length belong together.
    /// </remarks>
    /// <exception cref="ArgumentException">More than eight messages, ends that do not ascend, or an output that is too short.</exception>
    public static void Hash256x8(ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<Hash256> digests)
    {
        if (ends.Length > Lanes || digests.Length < ends.Length)
        {
            throw new ArgumentException($"at most {Lanes} messages and an output for each", nameof(ends));
        }

        var start = 0;
        foreach (var end in ends)
        {
            if (end < start || end > messages.Length)
            {
                throw new ArgumentException("message ends must ascend within the buffer", nameof(ends));
            }

            start = end;
        }

        if (Blake2bLanes.IsSupported && ends.Length > 1)
        {
            Blake2bLanes.Hash256(messages, ends, digests);
            return;
        }

        start = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            digests[i] = Hash256(messages[start..ends[i]]);
            start = ends[i];
        }
    }

    [SkipLocalsInit]
    private static void Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var state = new Blake2bState(output.Length, key.Length);
        Span<byte> block = stackalloc byte[Blake2bState.BlockLength];
        if (!key.IsEmpty)
        {
            block.Clear();
            key.CopyTo(block);
            state.Compress(ref MemoryMarshal.GetReference(block), Blake2bState.BlockLength, last: input.IsEmpty);
            if (input.IsEmpty)
            {
                state.CopyTo(output);
                block.Clear();
                return;
            }
        }

        while (input.Length > Blake2bState.BlockLength)
        {
            state.Compress(ref MemoryMarshal.GetReference(input), Blake2bState.BlockLength, last: false);
            input = input[Blake2bState.BlockLength..];
        }

        block.Clear();
        input.CopyTo(block);
        state.Compress(ref MemoryMarshal.GetReference(block), input.Length, last: true);
        state.CopyTo(output);
    }
}
