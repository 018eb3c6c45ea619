namespace SubstraTee.Codec;

/// <summary>The words that bits are packed into; the numbers are their widths.</summary>
public enum BitStore
{
    /// <summary>Bytes.</summary>
    U8 = 8,

    /// <summary>16-bit words.</summary>
    U16 = 16,

    /// <summary>32-bit words.</summary>
    U32 = 32,

    /// <summary>64-bit words.</summary>
    U64 = 64,
}
