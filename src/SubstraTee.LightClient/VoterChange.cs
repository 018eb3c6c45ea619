using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>The proof that voters have handed over to others: their last block, and where it was announced that it is.</summary>
/// <remarks>
/// A set's last block is the one that an announcement in a header names, made final by that set
/// (<c>sc_consensus_grandpa</c>: standard changes are enacted on finalization). Whoever believes a set needs these two things of
/// each change to believe the next, and none of the blocks between.
/// </remarks>
/// <param name="Headers">The header that announces the next voters first, then those that lead to the block after which they take over.</param>
/// <param name="Justification">The encoded justification of the last header, by the voters before.</param>
public sealed record VoterChange(ImmutableArray<BlockHeader> Headers, ReadOnlyMemory<byte> Justification)
{
    /// <summary>The most headers of one change.</summary>
    public const int MaxHeaders = 1024;

    /// <summary>The change that the last of some headers completes, with what of them it needs.</summary>
    /// <param name="headers">Headers, each the child of the one before.</param>
    /// <param name="justification">The encoded justification of the last one.</param>
    /// <param name="change">The change; nothing of it is verified.</param>
    /// <returns>False when none of the headers announces a change that takes place after the last one.</returns>
    public static bool TryFind(
        IReadOnlyList<BlockHeader> headers, ReadOnlyMemory<byte> justification, [NotNullWhen(true)] out VoterChange? change)
    {
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            if (DigestReader.Read(headers[i], out var announced) == LightClientFault.None
                && announced is not null && Ends(headers[i], announced) == headers[^1].Number)
            {
                change = new VoterChange([.. headers.Skip(i)], justification);
                return true;
            }
        }

        change = null;
        return false;
    }

    /// <summary>Goes from voters that are believed to those that they handed over to.</summary>
    /// <param name="voters">The voters that are believed.</param>
    /// <param name="next">The voters in force after the last header.</param>
    /// <param name="error">Why they are not believed.</param>
    public bool TryFollow(AuthoritySet voters, [NotNullWhen(true)] out AuthoritySet? next, out LightClientError error)
    {
        next = null;
        error = Headers.Length > MaxHeaders
            ? new(LightClientFault.TooManyHeaders, Headers[0].Number)
            : FinalityProof.TryVerify(Headers, Justification.Span, voters, out _, out var refused) ? default : refused;
        if (error.Fault == LightClientFault.None)
        {
            error = Read(voters.SetId, out next);
        }

        return next is not null;
    }

    /// <summary>Goes along several changes.</summary>
    /// <inheritdoc cref="TryFollow(AuthoritySet, out AuthoritySet?, out LightClientError)"/>
    public static bool TryFollow(
        AuthoritySet voters, IReadOnlyList<VoterChange> changes, [NotNullWhen(true)] out AuthoritySet? last, out LightClientError error)
    {
        (last, error) = (voters, default);
        foreach (var change in changes)
        {
            if (!change.TryFollow(last, out last, out error))
            {
                return false;
            }
        }

        return true;
    }

    private LightClientError Read(ulong setId, out AuthoritySet? next)
    {
        next = null;
        for (var i = 0; i < Headers.Length; i++)
        {
            var fault = DigestReader.Read(Headers[i], out var change);
            if (fault == LightClientFault.None && change is not null != (i == 0))
            {
                fault = LightClientFault.InvalidChange;
            }

            if (fault == LightClientFault.None && change is not null
                && (Ends(Headers[i], change) != Headers[^1].Number || !AuthoritySet.TryCreate(setId + 1, change.NextAuthorities, out next)))
            {
                fault = LightClientFault.InvalidChange;
            }

            if (fault != LightClientFault.None)
            {
                next = null;
                return new(fault, Headers[i].Number);
            }
        }

        return default;
    }

    private static ulong Ends(BlockHeader header, GrandpaScheduledChange change) => (ulong)header.Number + change.Delay;
}
