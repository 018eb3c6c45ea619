namespace SubstraTee.LightClient;

/// <summary>What is proved of a value in a chain's state.</summary>
public enum StateReadKind
{
    /// <summary>Nothing: the proof does not cover it.</summary>
    NotInProof = 0,

    /// <summary>It is not there.</summary>
    Absent,

    /// <summary>It is there.</summary>
    Present,

    /// <summary>There are bytes, but they are no value of the type: the chain has another type than was taken for granted.</summary>
    Malformed,
}
