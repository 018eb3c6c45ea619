namespace SubstraTee.Wasm;

/// <summary>Size of a memory in pages of 64 KiB.</summary>
/// <param name="MinimumPages">Pages at the start.</param>
/// <param name="MaximumPages">The most pages, or null where only the specification's 65 536 and the store's cap hold.</param>
public sealed record MemoryType(uint MinimumPages, uint? MaximumPages = null)
{
    /// <summary>Bytes in a page.</summary>
    public const int PageSize = 65_536;

    /// <summary>The most pages that 32-bit addresses reach.</summary>
    public const uint PageLimit = 65_536;

    /// <inheritdoc/>
    public override string ToString() => MaximumPages is { } maximum ? $"{MinimumPages}..{maximum} pages" : $"{MinimumPages}.. pages";
}
