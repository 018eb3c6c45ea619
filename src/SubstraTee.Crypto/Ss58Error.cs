namespace SubstraTee.Crypto;

/// <summary>Why a text is no SS58 address of an account.</summary>
public enum Ss58Error
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>A character outside Base58, an empty or a far too long text.</summary>
    BadBase58,

    /// <summary>The prefix is reserved or not written in its shortest form.</summary>
    BadPrefix,

    /// <summary>The address is for something that has no 32 bytes, such as an account index.</summary>
    BadLength,

    /// <summary>The checksum differs: a character was mistyped.</summary>
    BadChecksum,
}
