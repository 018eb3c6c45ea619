namespace SubstraTee.Wasm;

/// <summary>A global variable or constant in a store.</summary>
public sealed unsafe class Global : Extern
{
    private readonly ulong* _cell;

    /// <summary>A global of the host, to be given to instances of the store.</summary>
    /// <exception cref="ArgumentException">The value is of another type.</exception>
    public Global(Store store, GlobalType type, Value value)
        : base(store)
    {
        _cell = (ulong*)store.Allocate(sizeof(ulong));
        GlobalType = type;
        *_cell = SlotOf(value);
    }

    internal Global(Store store, ulong* cell, GlobalType type)
        : base(store)
    {
        _cell = cell;
        GlobalType = type;
    }

    /// <summary>Its value's type, and whether it changes.</summary>
    public GlobalType GlobalType { get; }

    /// <inheritdoc/>
    public override ExternType Type => new ExternType.OfGlobal(GlobalType);

    /// <summary>Its value now.</summary>
    /// <exception cref="InvalidOperationException">It is set, but immutable.</exception>
    /// <exception cref="ArgumentException">It is set to a value of another type.</exception>
    public Value Value
    {
        get
        {
            var value = Value.FromSlot(Store, GlobalType.Value, *Cell);
            GC.KeepAlive(Store);
            return value;
        }

        set
        {
            *Cell = GlobalType.Mutable ? SlotOf(value) : throw new InvalidOperationException("the global is immutable");
            GC.KeepAlive(Store);
        }
    }

    internal ulong* Cell
    {
        get
        {
            _ = Store.Context;
            return _cell;
        }
    }

    private ulong SlotOf(Value value) => value.Type == GlobalType.Value
        ? value.ToSlot(Store)
        : throw new ArgumentException($"{value} for a global of type {GlobalType}", nameof(value));
}
