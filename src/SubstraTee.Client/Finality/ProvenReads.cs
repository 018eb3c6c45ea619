using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>State read by proof against a header.</summary>
internal static class ProvenReads
{
    public static async Task<VerifiedState> OpenAsync(
        ChainClient chain,
        BlockHeader header,
        Hash256 block,
        IReadOnlyList<StorageKey> keys,
        string what,
        CancellationToken cancellationToken)
    {
        var proof = await chain.Node.ReadProofAsync(keys, block, cancellationToken).ConfigureAwait(false);
        if (!VerifiedState.TryOpen(header.StateRoot, proof, ProofLimits.Default, out var state, out var error))
        {
            throw ClientErrors.ProofRefused(what, error);
        }

        foreach (var key in keys)
        {
            if (state.Read(key.Span).Kind == ProvenReadKind.NotInProof)
            {
                throw ClientErrors.ProofRefused(what, new TrieProofError(TrieProofFault.MissingNode));
            }
        }

        return state;
    }
}
