namespace SubstraTee.Wasm;

/// <summary>A table of references in a store.</summary>
public sealed unsafe class Table : Extern
{
    private readonly TableRecord* _record;

    /// <summary>A table of the host, filled with null, to be given to instances of the store.</summary>
    /// <exception cref="ArgumentException">It does not fit into the store's limits, or holds no references.</exception>
    public Table(Store store, TableType type)
        : base(store)
    {
        if (!type.Element.IsReference() || !store.HasRoomForTables(1) || type.Minimum > store.TableCap(type))
        {
            throw new ArgumentException($"a table of {type} is not possible or more than the store's limits allow", nameof(type));
        }

        _record = (TableRecord*)store.Allocate(sizeof(TableRecord));
        store.InitializeTable(_record, type);
    }

    internal Table(Store store, TableRecord* record)
        : base(store) => _record = record;

    /// <inheritdoc/>
    public override ExternType Type => new ExternType.OfTable(Declared with { Minimum = Length });

    /// <summary>Elements that it has now.</summary>
    public uint Length
    {
        get
        {
            var length = Record->Length;
            GC.KeepAlive(Store);
            return length;
        }
    }

    internal TableRecord* Record
    {
        get
        {
            _ = Store.Context;
            return _record;
        }
    }

    internal TableType Declared => Store.TypeOf(_record);

    /// <summary>An element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ArgumentException">The value set is not of the table's element type.</exception>
    public Value this[uint index]
    {
        get
        {
            var value = Value.FromSlot(Store, Declared.Element, *At(index));
            GC.KeepAlive(Store);
            return value;
        }

        set
        {
            *At(index) = SlotOf(value);
            GC.KeepAlive(Store);
        }
    }

    /// <summary>Makes it larger; costs no fuel.</summary>
    /// <returns>The elements that it had, or -1 when its maximum or the store's cap does not allow so many.</returns>
    public long Grow(uint elements, Value value) =>
        BulkOperations.Grow(Store, Record, elements, SlotOf(value)) is var old && old == uint.MaxValue ? -1 : old;

    private ulong* At(uint index) => index < Length
        ? Record->Elements + index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"the table has {Length} elements");

    private ulong SlotOf(Value value) => value.Type == Declared.Element
        ? value.ToSlot(Store)
        : throw new ArgumentException($"{value} for a table of {Declared.Element.ToName()}", nameof(value));
}
