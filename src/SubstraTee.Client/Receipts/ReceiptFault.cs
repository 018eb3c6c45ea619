namespace SubstraTee.Client;

/// <summary>Why a receipt does not prove what it is said to prove.</summary>
public enum ReceiptFault
{
    /// <summary>It does.</summary>
    None = 0,

    /// <summary>The file is no receipt bundle.</summary>
    Malformed,

    /// <summary>The descriptor is not the shard's.</summary>
    DescriptorMismatch,

    /// <summary>The receipt is another shard's.</summary>
    WrongShard,

    /// <summary>The receipt has a layout that is not known.</summary>
    UnknownVersion,

    /// <summary>The envelope is not the one whose hash stands in the leaf.</summary>
    EnvelopeMismatch,

    /// <summary>The leaf is not among the receipt's leaves.</summary>
    LeafNotInReceipt,

    /// <summary>The leaf stands outside the receipt's blocks.</summary>
    PositionOutside,

    /// <summary>Fewer signatures than the shard's policy asks for.</summary>
    TooFewSignatures,

    /// <summary>A signature is not the signer's over this receipt.</summary>
    BadSignature,

    /// <summary>The block that anchors it is not proved to be final.</summary>
    NotFinal,

    /// <summary>The state proof does not hold.</summary>
    BadProof,

    /// <summary>The chain's proven anchor is another receipt.</summary>
    NotAnchored,

    /// <summary>A signer is no admitted member of the shard.</summary>
    SignerNotAdmitted,

    /// <summary>The outcome does not open, or is not the leaf's.</summary>
    OutcomeMismatch,
}
