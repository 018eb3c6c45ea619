namespace SubstraTee.Runtime;

/// <summary>Why a runtime API gave no answer.</summary>
public enum RuntimeCallFault
{
    /// <summary>There is no such API or method.</summary>
    UnknownMethod,

    /// <summary>The arguments do not decode.</summary>
    BadArguments,

    /// <summary>The method came to an end without an answer: the block it was to execute is not valid.</summary>
    Failed,
}
