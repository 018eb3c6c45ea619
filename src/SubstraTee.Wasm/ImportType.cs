namespace SubstraTee.Wasm;

/// <summary>Something that a module needs from outside.</summary>
/// <param name="Module">First part of the name.</param>
/// <param name="Name">Second part of the name.</param>
/// <param name="Type">What it has to be.</param>
public sealed record ImportType(string Module, string Name, ExternType Type)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}: {Type}";
}
