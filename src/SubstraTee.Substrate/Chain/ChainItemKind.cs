namespace SubstraTee.Substrate;

/// <summary>What one may look for in a chain's metadata.</summary>
public enum ChainItemKind
{
    /// <summary>A pallet.</summary>
    Pallet,

    /// <summary>A pallet's call.</summary>
    Call,

    /// <summary>A pallet's event.</summary>
    Event,

    /// <summary>A value or map in a pallet's storage.</summary>
    Storage,

    /// <summary>A pallet's constant.</summary>
    Constant,

    /// <summary>A pallet's error.</summary>
    Error,

    /// <summary>A method of a runtime API.</summary>
    RuntimeApi,

    /// <summary>A signed extension.</summary>
    SignedExtension,

    /// <summary>The form of extrinsics.</summary>
    Extrinsic,
}
