using System.Collections.Immutable;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>Belief in single blocks that a known set of voters made final, without the way to them.</summary>
/// <remarks>
/// For clients that hold the set in force, as a shard's descriptor names it, and want one block today: their trust is in
/// that set, for as long as justifications bear its number, and then in those that <see cref="VoterChange"/> leads to. Whoever
/// must notice forks and gaps follows the chain with <see cref="FinalityChain"/>.
/// </remarks>
public static class FinalityProof
{
    /// <summary>Takes headers that lead to a justified one, oldest first.</summary>
    /// <param name="headers">One header or several, each the child of the one before.</param>
    /// <param name="justification">The encoded justification of the last header.</param>
    /// <param name="voters">The voters that have to have made it.</param>
    /// <param name="finalized">The headers, when they are final.</param>
    /// <param name="error">Why nothing was believed.</param>
    public static bool TryVerify(
        IReadOnlyList<BlockHeader> headers,
        ReadOnlySpan<byte> justification,
        AuthoritySet voters,
        out ImmutableArray<FinalizedHeader> finalized,
        out LightClientError error)
    {
        finalized = [];
        error = HeaderLinks.Check(headers, 0, out var hashes);
        if (error.Fault == LightClientFault.None)
        {
            error = FinalityChain.Judge(justification, voters, headers[^1].Number, hashes[^1]);
        }

        if (error.Fault != LightClientFault.None)
        {
            return false;
        }

        finalized = [.. headers.Select((header, i) => new FinalizedHeader(header, hashes[i]))];
        return true;
    }

    /// <summary>Takes the headers that lead to a final one, oldest first: what comes before a final block is final.</summary>
    /// <param name="headers">Each the child of the one before; the last is the parent of <paramref name="final"/>.</param>
    /// <param name="final">A final header.</param>
    /// <param name="finalized">The headers, when they lead there.</param>
    public static bool TryExtendBack(
        IReadOnlyList<BlockHeader> headers, FinalizedHeader final, out ImmutableArray<FinalizedHeader> finalized)
    {
        finalized = [];
        if (HeaderLinks.Check(headers, final.Number, out var hashes).Fault != LightClientFault.None
            || hashes[^1] != final.Header.ParentHash)
        {
            return false;
        }

        finalized = [.. headers.Select((header, i) => new FinalizedHeader(header, hashes[i]))];
        return true;
    }
}
