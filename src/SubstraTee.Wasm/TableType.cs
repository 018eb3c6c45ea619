namespace SubstraTee.Wasm;

/// <summary>Elements and size of a table.</summary>
/// <param name="Element">Type of the elements, a reference type.</param>
/// <param name="Minimum">Elements at the start.</param>
/// <param name="Maximum">The most elements, or null where only the store's cap holds.</param>
public sealed record TableType(ValueKind Element, uint Minimum, uint? Maximum = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Maximum is { } maximum ? $"{Minimum}..{maximum} {Element.ToName()}" : $"{Minimum}.. {Element.ToName()}";
}
