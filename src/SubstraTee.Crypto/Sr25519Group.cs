using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SubstraTee.Crypto;

/// <summary>Collects sr25519 signatures until eight can be checked at once.</summary>
internal ref struct Sr25519Group(Span<bool> results)
{
    // A filled or half empty set of lanes takes the same time: two and a half single checks.
    private const int MaxSingly = 2;

    private readonly Span<bool> _results = results;
    private Rows _rows;
    private Scalars _s;
    private Scalars _k;
    private Indices _indices;
    private int _count;

    /// <summary>Takes in a message, or refuses it at once by its form.</summary>
    public void Add(ReadOnlySpan<SignedMessage> messages, int index)
    {
        ref readonly var message = ref messages[index];
        var key = message.Signer.Bytes.AsSpan();
        var signature = message.Signature.Bytes.Span;
        var offset = _count * Scalar.Length;
        Span<byte> s = _s;
        Span<byte> k = _k;
        _results[index] = false;
        if (!IsCanonical(key) || !IsCanonical(signature[..32])
            || !Sr25519.TryPrepare(
                key, message.Message.Span, signature, s.Slice(offset, Scalar.Length), k.Slice(offset, Scalar.Length)))
        {
            return;
        }

        Span<byte> row = stackalloc byte[64];
        key.CopyTo(row);
        signature[..32].CopyTo(row[32..]);
        _rows[_count] = Vector512.Create<byte>(row).AsUInt64();
        _indices[_count++] = index;
        if (_count == RistrettoLanes.Lanes)
        {
            Check();
        }
    }

    /// <summary>Checks what is left.</summary>
    public void Finish(ReadOnlySpan<SignedMessage> messages)
    {
        if (_count > MaxSingly)
        {
            Check();
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            ref readonly var message = ref messages[_indices[i]];
            _results[_indices[i]] = Sr25519.Verify(message.Signer.Bytes.AsSpan(), message.Message.Span, message.Signature.Bytes.Span);
        }
    }

    private void Check()
    {
        // Lanes beyond the count hold an older signature or zeros; nobody reads their verdict.
        var valid = RistrettoLanes.Check(_rows, _s, _k);
        for (var i = 0; i < _count; i++)
        {
            _results[_indices[i]] = (valid >> i & 1) != 0;
        }

        _count = 0;
    }

    // Below the modulus 2^255 − 19 and even, as every encoding of ristretto255 is.
    private static bool IsCanonical(ReadOnlySpan<byte> encoding) =>
        (encoding[0] & 1) == 0
        && (encoding[31] & 0x80) == 0
        && (encoding[31] != 0x7f || encoding[0] < 0xed || encoding[1..31].ContainsAnyExcept((byte)0xff));

    [InlineArray(RistrettoLanes.Lanes)]
    private struct Rows
    {
        private Vector512<ulong> _first;
    }

    [InlineArray(RistrettoLanes.Lanes * Scalar.Length)]
    private struct Scalars
    {
        private byte _first;
    }

    [InlineArray(RistrettoLanes.Lanes)]
    private struct Indices
    {
        private int _first;
    }
}
