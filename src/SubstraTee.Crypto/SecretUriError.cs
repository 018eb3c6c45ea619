namespace SubstraTee.Crypto;

/// <summary>Why a text is no secret URI, or cannot be used with a scheme.</summary>
public enum SecretUriError
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Longer than <see cref="SecretUri.MaxLength"/>.</summary>
    TooLong,

    /// <summary>Neither phrase, nor hexadecimal seed, nor a path that starts with <c>//</c>; or an empty junction.</summary>
    BadForm,

    /// <summary>A seed after <c>0x</c> that has not 64 hexadecimal digits.</summary>
    BadSeed,

    /// <summary>The phrase has not 12, 15, 18, 21 or 24 words.</summary>
    BadWordCount,

    /// <summary>The phrase has a word that is not in BIP-39's English list.</summary>
    UnknownWord,

    /// <summary>The phrase's checksum differs.</summary>
    BadChecksum,

    /// <summary>A soft junction with a scheme that has none: only sr25519 does.</summary>
    SoftJunction,

    /// <summary>The derived secret is no valid key of the scheme (one in 2^128 for ECDSA).</summary>
    BadSecret,
}
