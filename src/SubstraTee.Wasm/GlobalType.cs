namespace SubstraTee.Wasm;

/// <summary>Type of a global.</summary>
/// <param name="Value">Type of the value.</param>
/// <param name="Mutable">Whether it may change.</param>
public sealed record GlobalType(ValueKind Value, bool Mutable = false)
{
    /// <inheritdoc/>
    public override string ToString() => Mutable ? $"mut {Value.ToName()}" : Value.ToName();
}
