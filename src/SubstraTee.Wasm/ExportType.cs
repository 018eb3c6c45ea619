namespace SubstraTee.Wasm;

/// <summary>Something that a module offers.</summary>
/// <param name="Name">Its name, unique in the module.</param>
/// <param name="Type">What it is.</param>
public sealed record ExportType(string Name, ExternType Type)
{
    /// <summary>Number in its kind's index space.</summary>
    internal int Index { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type}";
}
