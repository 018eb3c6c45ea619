using System.Security.Cryptography;

namespace SubstraTee.Primitives;

/// <summary>Secret bytes of fixed length: pinned so that the collector makes no copies, zeroed on disposal, never printed.</summary>
/// <remarks>Not a record, since a printed record prints its members. Not safe for use by two threads while one disposes.</remarks>
public sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    private SecretBytes(int length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    /// <summary>Copies the bytes; the caller zeroes its own copy.</summary>
    public SecretBytes(ReadOnlySpan<byte> bytes)
        : this(bytes.Length) => bytes.CopyTo(_bytes);

    /// <summary>Fills a secret of <paramref name="length"/> bytes in place, so that no other copy ever exists.</summary>
    public static SecretBytes Create(int length, FillSecret fill)
    {
        var secret = new SecretBytes(length);
        fill(secret._bytes);
        return secret;
    }

    /// <summary>Fills a secret in place.</summary>
    public delegate void FillSecret(Span<byte> destination);

    /// <summary>The number of bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>The secret itself. Do not copy it into anything that is not zeroed.</summary>
    /// <exception cref="ObjectDisposedException">The secret was disposed.</exception>
    public ReadOnlySpan<byte> Reveal()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _bytes;
    }

    /// <summary>Compares in time that does not depend on where the bytes differ.</summary>
    public bool FixedTimeEquals(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(Reveal(), other);

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _disposed = true;
    }

    /// <summary>Always <c>[secret]</c>.</summary>
    public override string ToString() => "[secret]";
}
