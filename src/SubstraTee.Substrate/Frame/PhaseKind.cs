namespace SubstraTee.Substrate;

/// <summary>The parts of a block.</summary>
public enum PhaseKind : byte
{
    /// <summary>An extrinsic is applied.</summary>
    ApplyExtrinsic = 0,

    /// <summary>The block ends.</summary>
    Finalization = 1,

    /// <summary>The block begins.</summary>
    Initialization = 2,
}
