namespace SubstraTee.LightClient;

/// <summary>Why a justification does not make its block final.</summary>
public enum GrandpaFault
{
    /// <summary>It does.</summary>
    None = 0,

    /// <summary>It is not in GRANDPA's format.</summary>
    Malformed,

    /// <summary>It is for another block.</summary>
    OtherTarget,

    /// <summary>There are more votes or headers than the voters can need.</summary>
    TooLarge,

    /// <summary>A vote is by somebody who is not in the set.</summary>
    UnknownVoter,

    /// <summary>A voter has more than two different votes.</summary>
    RepeatedEquivocation,

    /// <summary>A vote is for a block that is not shown to follow from the justified one.</summary>
    BrokenAncestry,

    /// <summary>A header shows nothing that a vote needs.</summary>
    UnusedAncestry,

    /// <summary>The votes do not count more than two thirds.</summary>
    BelowThreshold,

    /// <summary>The votes make a later block final, so the justification should be for that.</summary>
    NotHighest,

    /// <summary>A signature is wrong for this round and set.</summary>
    BadSignature,

    /// <summary>The signatures are right for the set before or after this one.</summary>
    OtherSet,
}
