namespace SubstraTee.Wasm;

/// <summary>Type of something that a module imports or exports.</summary>
public abstract record ExternType
{
    private ExternType()
    {
    }

    /// <summary>What kind of thing it is.</summary>
    public abstract ExternKind Kind { get; }

    /// <summary>A function.</summary>
    /// <param name="Type">Its parameters and results.</param>
    public sealed record OfFunction(FunctionType Type) : ExternType
    {
        /// <inheritdoc/>
        public override ExternKind Kind => ExternKind.Function;

        /// <inheritdoc/>
        public override string ToString() => $"function {Type}";
    }

    /// <summary>A table.</summary>
    /// <param name="Type">Its elements and size.</param>
    public sealed record OfTable(TableType Type) : ExternType
    {
        /// <inheritdoc/>
        public override ExternKind Kind => ExternKind.Table;

        /// <inheritdoc/>
        public override string ToString() => $"table {Type}";
    }

    /// <summary>A memory.</summary>
    /// <param name="Type">Its size.</param>
    public sealed record OfMemory(MemoryType Type) : ExternType
    {
        /// <inheritdoc/>
        public override ExternKind Kind => ExternKind.Memory;

        /// <inheritdoc/>
        public override string ToString() => $"memory {Type}";
    }

    /// <summary>A global.</summary>
    /// <param name="Type">Its value's type, and whether it changes.</param>
    public sealed record OfGlobal(GlobalType Type) : ExternType
    {
        /// <inheritdoc/>
        public override ExternKind Kind => ExternKind.Global;

        /// <inheritdoc/>
        public override string ToString() => $"global {Type}";
    }
}
