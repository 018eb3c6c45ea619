namespace SubstraTee.Substrate;

/// <summary>Why bytes are not an extrinsic of the chain.</summary>
public enum ExtrinsicFault
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>The length in front is not that of the rest.</summary>
    BadLength,

    /// <summary>A format other than 4.</summary>
    UnsupportedVersion,

    /// <summary>Signer, signature or extensions do not decode.</summary>
    BadSignaturePart,

    /// <summary>There is no call after the signature.</summary>
    NoCall,
}
