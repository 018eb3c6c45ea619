namespace SubstraTee.Codec;

/// <summary>Why bytes are not the SCALE encoding of the wanted type.</summary>
public enum ScaleFault
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>The bytes end before the value does.</summary>
    UnexpectedEnd,

    /// <summary>Bytes follow after the value.</summary>
    TrailingBytes,

    /// <summary>A boolean or option tag other than 0 or 1.</summary>
    InvalidTag,

    /// <summary>An enum index that the type does not have.</summary>
    UnknownVariant,

    /// <summary>A compact integer written longer than needed.</summary>
    NonCanonicalCompact,

    /// <summary>A number outside the range of its type.</summary>
    OutOfRange,

    /// <summary>A count or length above the type's limit or the bytes that remain.</summary>
    TooLong,

    /// <summary>Types nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>Text that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A map or set whose keys are not strictly ascending.</summary>
    UnsortedKeys,

    /// <summary>A value that the type's own rules refuse.</summary>
    InvalidValue,

    /// <summary>A description of types that contradicts itself.</summary>
    InvalidType,
}
