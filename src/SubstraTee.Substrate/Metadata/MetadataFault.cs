namespace SubstraTee.Substrate;

/// <summary>Why bytes are not metadata that can be used.</summary>
public enum MetadataFault
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>They do not begin with <c>meta</c>.</summary>
    NotMetadata,

    /// <summary>A version other than 14 and 15.</summary>
    UnsupportedVersion,

    /// <summary>They do not decode.</summary>
    Malformed,

    /// <summary>A type is mentioned that is not there, or types are out of order.</summary>
    DanglingType,

    /// <summary>More bytes than are read.</summary>
    TooLong,
}
