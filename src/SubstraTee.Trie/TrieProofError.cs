namespace SubstraTee.Trie;

/// <summary>Why a proof does not prove what was asked.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Node">The number of the node it was seen at, or -1.</param>
public readonly record struct TrieProofError(TrieProofFault Fault, int Node = -1)
{
    /// <summary>True when more nodes could help; false when the proof must be refused whatever else comes.</summary>
    public bool IsIncomplete => Fault == TrieProofFault.MissingNode;

    /// <summary><c>proof_incomplete</c> or <c>proof_invalid</c>; empty when nothing is wrong.</summary>
    public string Code => Fault switch
    {
        TrieProofFault.None => "",
        TrieProofFault.MissingNode => "proof_incomplete",
        _ => "proof_invalid",
    };

    /// <summary>What is wrong, and where.</summary>
    public override string ToString()
    {
        var what = Fault switch
        {
            TrieProofFault.None => "nothing is wrong",
            TrieProofFault.MissingNode => "the proof lacks a node or value on the way to the key; ask for one that covers it",
            TrieProofFault.RootMismatch => "no node of the proof hashes to the root; is it of another block?",
            TrieProofFault.TooManyNodes => "the proof has more nodes than allowed; ask for fewer keys at a time",
            TrieProofFault.TooManyBytes => "the proof has more bytes than allowed; ask for fewer keys at a time",
            TrieProofFault.TooDeep => "the proof's nodes lie deeper, or its keys are longer, than allowed",
            TrieProofFault.MalformedNode => "a node of the proof is malformed",
            TrieProofFault.DuplicateNode => "a node of the proof comes twice",
            TrieProofFault.UnusedNode => "the root does not lead to a node of the proof; was it changed?",
            TrieProofFault.TooManyEntries => "there are more entries than asked for; ask for a longer prefix",
            _ => throw new InvalidOperationException($"unknown fault {(int)Fault}"),
        };
        return Node < 0 ? what : $"{what} (node {Node})";
    }
}
