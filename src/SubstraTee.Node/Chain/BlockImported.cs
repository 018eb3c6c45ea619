namespace SubstraTee.Node;

/// <summary>A block that is now the newest.</summary>
/// <param name="Block">The block.</param>
/// <param name="Changes">What it did to the state; empty for what the chain began with.</param>
internal sealed record BlockImported(StoredBlock Block, IReadOnlyList<StateChange> Changes)
{
    /// <summary>True when it is final as well.</summary>
    public bool IsFinalized => Block.Justification is not null || Block.Number == 0;
}
