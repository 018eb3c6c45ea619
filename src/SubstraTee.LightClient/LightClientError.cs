namespace SubstraTee.LightClient;

/// <summary>Why headers are not believed, and where it shows.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Block">The height where it shows.</param>
/// <param name="Justification">What is wrong with the justification, when that is the fault.</param>
public readonly record struct LightClientError(LightClientFault Fault, uint Block = 0, GrandpaFault Justification = GrandpaFault.None)
{
    /// <summary>The fault's name in snake case; empty when nothing is wrong.</summary>
    public string Code => Fault switch
    {
        LightClientFault.None => "",
        LightClientFault.NoHeaders => "no_headers",
        LightClientFault.TooManyHeaders => "too_many_headers",
        LightClientFault.WrongGenesis => "wrong_genesis",
        LightClientFault.Stale => "stale",
        LightClientFault.NumberGap => "number_gap",
        LightClientFault.BrokenAncestry => "broken_ancestry",
        LightClientFault.Unjustified => "unjustified",
        LightClientFault.BadJustification => "bad_justification",
        LightClientFault.WrongSet => "wrong_set",
        LightClientFault.ChangeUnjustified => "change_unjustified",
        LightClientFault.ForcedChange => "forced_change",
        LightClientFault.InvalidChange => "invalid_change",
        LightClientFault.BadDigest => "bad_digest",
        LightClientFault.Equivocation => "equivocation",
        _ => throw new InvalidOperationException($"unknown fault {(int)Fault}"),
    };

    /// <summary>What is wrong, where, and what to try.</summary>
    public override string ToString()
    {
        var what = Fault switch
        {
            LightClientFault.None => "nothing is wrong",
            LightClientFault.NoHeaders => "no headers were given",
            LightClientFault.TooManyHeaders => "more headers than are taken at a time; import them in parts that end in justified blocks",
            LightClientFault.WrongGenesis => "the headers belong to a chain with another first block",
            LightClientFault.Stale => "the headers end before what is final already",
            LightClientFault.NumberGap => "a height is missing before this one; headers have to follow the final block without a gap",
            LightClientFault.BrokenAncestry => "the header does not follow from the one before it",
            LightClientFault.Unjustified => "the last header has no justification; send one with its justification",
            LightClientFault.BadJustification => $"the justification does not make the block final ({Justification})",
            LightClientFault.WrongSet => $"the justification is not by the authorities in force ({Justification})",
            LightClientFault.ChangeUnjustified => "authorities change after this block; import up to it with its own justification first",
            LightClientFault.ForcedChange => "authorities are changed by force, which no proof covers; the chain cannot be followed from here",
            LightClientFault.InvalidChange => "a change of authorities overlaps with another one, or names no usable set",
            LightClientFault.BadDigest => "the header's message to GRANDPA does not decode",
            LightClientFault.Equivocation => "two blocks of one height are both justified: finality of this chain is broken",
            _ => throw new InvalidOperationException($"unknown fault {(int)Fault}"),
        };
        return Fault == LightClientFault.None ? what : $"{what} (block {Block})";
    }
}
