using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Why the runtime refused a trie proof.</summary>
[ScaleType("sp_runtime::proving_trie::TrieError")]
public enum TrieError : byte
{
    /// <summary>The root is not in the database.</summary>
    InvalidStateRoot = 0,

    /// <summary>A node is missing.</summary>
    IncompleteDatabase = 1,

    /// <summary>A value stands at half a byte of a key.</summary>
    ValueAtIncompleteKey = 2,

    /// <summary>A node does not decode.</summary>
    DecoderError = 3,

    /// <summary>A hash has the wrong size.</summary>
    InvalidHash = 4,

    /// <summary>A key is given twice.</summary>
    DuplicateKey = 5,

    /// <summary>A node is not needed.</summary>
    ExtraneousNode = 6,

    /// <summary>A value is not needed.</summary>
    ExtraneousValue = 7,

    /// <summary>A reference is not needed.</summary>
    ExtraneousHashReference = 8,

    /// <summary>A reference to a child is malformed.</summary>
    InvalidChildReference = 9,

    /// <summary>The proof has another value.</summary>
    ValueMismatch = 10,

    /// <summary>The proof lacks a node.</summary>
    IncompleteProof = 11,

    /// <summary>The proof leads to another root.</summary>
    RootMismatch = 12,

    /// <summary>The proof does not decode.</summary>
    DecodeError = 13,
}
