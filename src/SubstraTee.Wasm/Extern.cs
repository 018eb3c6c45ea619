namespace SubstraTee.Wasm;

/// <summary>Something in a store that instances export and import: function, table, memory or global.</summary>
public abstract class Extern
{
    private protected Extern(Store store) => Store = store;

    /// <summary>The store that it lives in.</summary>
    public Store Store { get; }

    /// <summary>What it is now: sizes are those that it has grown to.</summary>
    public abstract ExternType Type { get; }
}
