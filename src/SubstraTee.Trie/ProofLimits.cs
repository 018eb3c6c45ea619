namespace SubstraTee.Trie;

/// <summary>How much work a proof from an untrusted source may cause.</summary>
/// <param name="MaxNodes">The most nodes, counted before any is looked at.</param>
/// <param name="MaxBytes">The most bytes of all nodes together, and of all keys that a prefix is read into.</param>
/// <param name="MaxDepth">The most nodes one below the other, short nodes inside others included; above 1024 counts as 1024.</param>
/// <param name="AllowUnusedNodes">True to let nodes pass that the root does not lead to, such as those of child tries.</param>
public sealed record ProofLimits(int MaxNodes, int MaxBytes, int MaxDepth, bool AllowUnusedNodes = false)
{
    /// <summary>16 384 nodes, 8 MiB, 128 deep, no unused node.</summary>
    public static ProofLimits Default { get; } = new(MaxNodes: 16_384, MaxBytes: 8 << 20, MaxDepth: 128);
}
