namespace SubstraTee.LightClient;

/// <summary>Why headers are not believed.</summary>
public enum LightClientFault
{
    /// <summary>They are.</summary>
    None = 0,

    /// <summary>There are none.</summary>
    NoHeaders,

    /// <summary>There are more than are taken at a time.</summary>
    TooManyHeaders,

    /// <summary>They belong to a chain with another first block.</summary>
    WrongGenesis,

    /// <summary>They end at or before what is final already.</summary>
    Stale,

    /// <summary>A height is missing between two headers, or between the final block and the first header.</summary>
    NumberGap,

    /// <summary>A header does not follow from the one before it.</summary>
    BrokenAncestry,

    /// <summary>There is no justification.</summary>
    Unjustified,

    /// <summary>The justification does not make the last header final.</summary>
    BadJustification,

    /// <summary>The justification is by voters other than those in force.</summary>
    WrongSet,

    /// <summary>Other voters take over after a block in the middle, which needs its own justification first.</summary>
    ChangeUnjustified,

    /// <summary>A header changes the voters by force, which no proof of finality covers.</summary>
    ForcedChange,

    /// <summary>A header changes the voters while another change is pending, or to voters that are no set.</summary>
    InvalidChange,

    /// <summary>A header's message to GRANDPA does not decode.</summary>
    BadDigest,

    /// <summary>The voters have made two blocks of one height final: more than a third of them cheat.</summary>
    Equivocation,
}
