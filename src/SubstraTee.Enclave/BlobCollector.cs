using System.Buffers;
using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>Puts sealed blobs together from the parts that the worker hands in, within the lengths it announced.</summary>
internal sealed class BlobCollector
{
    /// <summary>The most bytes of one blob.</summary>
    public const ulong MaxBlobBytes = 1UL << 31;

    private readonly ImmutableArray<BlobInfo> _expected;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _blobs = new(StringComparer.Ordinal);
    private ArrayBufferWriter<byte> _current = new();
    private int _index;

    /// <summary>Expects the announced blobs.</summary>
    /// <exception cref="RefusalException">A blob is announced twice or too long.</exception>
    public BlobCollector(ImmutableArray<BlobInfo> expected)
    {
        if (expected.Any(blob => blob.Length > MaxBlobBytes)
            || expected.Select(blob => blob.Name).Distinct(StringComparer.Ordinal).Count() != expected.Length)
        {
            throw new RefusalException(RefusalCode.InputMalformed);
        }

        _expected = expected;
        SkipEmpty();
    }

    /// <summary>Adds a part.</summary>
    /// <exception cref="RefusalException">It does not follow the part before.</exception>
    public void Add(EnclaveInput.BootBlob part)
    {
        if (_index == _expected.Length
            || part.Name != _expected[_index].Name
            || part.Offset != (ulong)_current.WrittenCount
            || part.Offset + (ulong)part.Bytes.Length > _expected[_index].Length
            || part.Bytes.Length == 0)
        {
            throw new RefusalException(RefusalCode.OutOfOrder);
        }

        _current.Write(part.Bytes);
        if ((ulong)_current.WrittenCount == _expected[_index].Length)
        {
            Finish();
            SkipEmpty();
        }
    }

    /// <summary>All blobs by name.</summary>
    /// <exception cref="RefusalException">Some are missing.</exception>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Complete() =>
        _index == _expected.Length ? _blobs : throw new RefusalException(RefusalCode.OutOfOrder);

    private void Finish()
    {
        _blobs.Add(_expected[_index].Name, _current.WrittenSpan.ToArray());
        _current = new ArrayBufferWriter<byte>();
        _index++;
    }

    private void SkipEmpty()
    {
        while (_index < _expected.Length && _expected[_index].Length == 0)
        {
            Finish();
        }
    }
}
