using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.LightClient;

/// <summary>Decides whether a justification makes a block final.</summary>
/// <remarks>
/// As Substrate decides it (<c>sc_consensus_grandpa::GrandpaJustification::verify_with_voter_set</c> and
/// <c>finality_grandpa::validate_commit</c>), and stricter in what no honest node makes: voters outside the set are
/// refused instead of passed over, and every vote has to be for the justified block or one that follows from it.
/// What costs least is checked first, signatures last.
/// </remarks>
public static class GrandpaVerifier
{
    /// <summary>The most headers that a justification may carry.</summary>
    public const int MaxAncestryHeaders = 1024;

    /// <summary>Checks a justification for a block against the voters that have to have made it.</summary>
    public static GrandpaFault Verify(GrandpaJustification justification, AuthoritySet voters, Hash256 targetHash, uint targetNumber)
    {
        var commit = justification.Commit;
        if (commit.TargetHash != targetHash || commit.TargetNumber != targetNumber)
        {
            return GrandpaFault.OtherTarget;
        }

        // Each voter may have one vote, and a second one that shows its equivocation.
        if (commit.Precommits.Length > 2 * voters.Count || justification.VotesAncestries.Length > MaxAncestryHeaders)
        {
            return GrandpaFault.TooLarge;
        }

        var count = new VoteCount(commit, voters);
        var fault = count.AddVotes();
        if (fault == GrandpaFault.None)
        {
            fault = count.AddAncestry(justification.VotesAncestries);
        }

        return fault == GrandpaFault.None ? CheckSignatures(justification, voters) : fault;
    }

    /// <summary>Checks an encoded justification for a block.</summary>
    public static GrandpaFault Verify(ReadOnlySpan<byte> justification, AuthoritySet voters, Hash256 targetHash, uint targetNumber) =>
        GrandpaJustification.Codec.TryDecode(justification, out var decoded, out _)
            ? Verify(decoded, voters, targetHash, targetNumber)
            : GrandpaFault.Malformed;

    private static GrandpaFault CheckSignatures(GrandpaJustification justification, AuthoritySet voters)
    {
        foreach (var vote in justification.Commit.Precommits)
        {
            if (!Holds(vote, justification.Round, voters.SetId))
            {
                return Holds(vote, justification.Round, voters.SetId + 1) || Holds(vote, justification.Round, voters.SetId - 1)
                    ? GrandpaFault.OtherSet
                    : GrandpaFault.BadSignature;
            }
        }

        return GrandpaFault.None;
    }

    private static bool Holds(SignedPrecommit vote, ulong round, ulong setId) =>
        Ed25519.Verify(vote.Id.AsSpan(), vote.Precommit.SignedBytes(round, setId), vote.Signature.Span);
}
