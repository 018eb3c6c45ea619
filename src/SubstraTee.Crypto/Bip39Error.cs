namespace SubstraTee.Crypto;

/// <summary>Why a text is no mnemonic phrase.</summary>
public enum Bip39Error
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Not 12, 15, 18, 21 or 24 words.</summary>
    BadWordCount,

    /// <summary>A word that is not in the English list.</summary>
    UnknownWord,

    /// <summary>The checksum in the last word differs: a word is wrong or in the wrong place.</summary>
    BadChecksum,
}
