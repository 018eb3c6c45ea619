namespace SubstraTee.Attestation.Cose;

/// <summary>What is wrong with bytes that should be CBOR.</summary>
internal enum CborFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The bytes end inside an item.</summary>
    Truncated,

    /// <summary>Bytes follow the item.</summary>
    TrailingBytes,

    /// <summary>There are more bytes than allowed.</summary>
    TooLong,

    /// <summary>Items lie deeper than allowed.</summary>
    TooDeep,

    /// <summary>There are more items than allowed.</summary>
    TooManyItems,

    /// <summary>A reserved value in the head of an item, or a stop outside of an item of indefinite length.</summary>
    Malformed,

    /// <summary>A number or length takes more bytes than it needs.</summary>
    NotShortest,

    /// <summary>A length is left open where only known lengths are accepted.</summary>
    IndefiniteLength,

    /// <summary>A float, <c>undefined</c> or another simple value that no evidence uses.</summary>
    UnusedType,

    /// <summary>A number is outside of 64 bits with sign.</summary>
    NumberTooLarge,

    /// <summary>A map has one key twice.</summary>
    DuplicateKey,

    /// <summary>A map's key is neither a number nor a text.</summary>
    KeyType,

    /// <summary>A text is not UTF-8.</summary>
    InvalidText,
}
