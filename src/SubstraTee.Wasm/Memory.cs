using System.Runtime.CompilerServices;

namespace SubstraTee.Wasm;

/// <summary>A linear memory in a store.</summary>
public sealed unsafe class Memory : Extern
{
    private readonly MemoryRecord* _record;

    /// <summary>A memory of the host, to be given to instances of the store.</summary>
    /// <exception cref="ArgumentException">It does not fit into the store's limits.</exception>
    public Memory(Store store, MemoryType type)
        : base(store)
    {
        if (!store.HasRoomForMemory || type.MinimumPages > store.MemoryCap(type))
        {
            throw new ArgumentException($"a memory of {type} is more than the store's limits allow", nameof(type));
        }

        _record = (MemoryRecord*)store.Allocate(sizeof(MemoryRecord));
        store.InitializeMemory(_record, type);
    }

    internal Memory(Store store, MemoryRecord* record)
        : base(store) => _record = record;

    /// <inheritdoc/>
    public override ExternType Type => new ExternType.OfMemory(Declared with { MinimumPages = PageCount });

    /// <summary>Pages of 64 KiB that it has now.</summary>
    public uint PageCount => (uint)(Length / MemoryType.PageSize);

    /// <summary>Bytes that it has now.</summary>
    public long Length
    {
        get
        {
            var length = (long)Record->Length;
            GC.KeepAlive(Store);
            return length;
        }
    }

    internal MemoryRecord* Record
    {
        get
        {
            _ = Store.Context;
            return _record;
        }
    }

    internal MemoryType Declared => Store.TypeOf(_record);

    /// <summary>Bytes from an address on.</summary>
    /// <remarks>
    /// Valid until the store is disposed or collected, so keep hold of it; also when the memory grows: it then covers the part
    /// that was asked for. Code that runs meanwhile sees what is written, and changes what is read.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not all of them lie in the memory.</exception>
    public Span<byte> GetSpan(long address, int length)
    {
        var record = Record;
        if (address < 0 || length < 0 || (ulong)address + (ulong)length > record->Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(address), address, $"{length} bytes from {address} on are not inside of a memory of {record->Length} bytes");
        }

        return new Span<byte>(record->Base + address, length);
    }

    /// <summary>A number or other plain value at an address, little-endian as WebAssembly is.</summary>
    public T Read<T>(long address)
        where T : unmanaged
    {
        var value = Unsafe.ReadUnaligned<T>(ref GetSpan(address, sizeof(T))[0]);
        GC.KeepAlive(Store);
        return value;
    }

    /// <summary>Puts a number or other plain value at an address, little-endian as WebAssembly is.</summary>
    public void Write<T>(long address, T value)
        where T : unmanaged
    {
        Unsafe.WriteUnaligned(ref GetSpan(address, sizeof(T))[0], value);
        GC.KeepAlive(Store);
    }

    /// <summary>Makes it larger by zeroed pages; costs no fuel.</summary>
    /// <returns>The pages that it had, or -1 when its maximum or the store's cap does not allow so many.</returns>
    public long Grow(uint pages) => BulkOperations.Grow(Record, pages) is var old && old == uint.MaxValue ? -1 : old;
}
