using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>Follows a chain from a checkpoint and believes nothing but what its voters have made final.</summary>
/// <remarks>
/// Starts from what the caller trusts: the genesis hash, a final block and the voters in force after it. Headers are taken
/// in order, each import ending in a justified one; on any fault nothing changes. Changes of the voters are read from the
/// headers' digests and take effect after the block that the digest names, which has to be justified by the old voters
/// (<c>sc_consensus_grandpa</c>: standard changes are enacted on finalization). Not for use by several threads at once.
/// </remarks>
public sealed class FinalityChain
{
    /// <summary>The most headers in one import.</summary>
    public const int MaxHeaders = 8192;

    private const byte StateVersion = 1;

    private AuthoritySet? _previous;
    private PendingChange? _pending;

    /// <summary>Starts at a checkpoint.</summary>
    /// <param name="genesis">Hash of the chain's first block.</param>
    /// <param name="headNumber">Height of the final block to start from.</param>
    /// <param name="headHash">Its hash.</param>
    /// <param name="authorities">The voters in force after it.</param>
    /// <exception cref="ArgumentException">The checkpoint is the first block, but has another hash than that.</exception>
    public FinalityChain(Hash256 genesis, uint headNumber, Hash256 headHash, AuthoritySet authorities)
    {
        if (headNumber == 0 && headHash != genesis)
        {
            throw new ArgumentException("a checkpoint at height 0 is the genesis block", nameof(headHash));
        }

        Genesis = genesis;
        HeadNumber = headNumber;
        HeadHash = headHash;
        Authorities = authorities;
    }

    /// <summary>Hash of the chain's first block.</summary>
    public Hash256 Genesis { get; }

    /// <summary>Height of the last final block.</summary>
    public uint HeadNumber { get; private set; }

    /// <summary>Hash of the last final block.</summary>
    public Hash256 HeadHash { get; private set; }

    /// <summary>The voters that have to make the next block final.</summary>
    public AuthoritySet Authorities { get; private set; }

    /// <summary>The block after which other voters take over, when that is known: an import has to end in it.</summary>
    public uint? PendingChangeBlock => _pending?.Block;

    /// <summary>Reads what <see cref="Encode"/> wrote; false when it is not that.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out FinalityChain? chain)
    {
        chain = null;
        if (!FinalityState.Codec.TryDecode(bytes, out var state, out _)
            || state.Version != StateVersion
            || (state.HeadNumber == 0 && state.HeadHash != state.Genesis)
            || !AuthoritySet.TryCreate(state.SetId, state.Authorities, out var authorities)
            || state.PendingBlock.HasValue == state.PendingAuthorities.IsEmpty
            || state.PendingBlock <= state.HeadNumber)
        {
            return false;
        }

        AuthoritySet? previous = null;
        AuthoritySet? next = null;
        if ((!state.Previous.IsEmpty && !AuthoritySet.TryCreate(state.SetId - 1, state.Previous, out previous))
            || (state.PendingBlock.HasValue && !AuthoritySet.TryCreate(state.SetId + 1, state.PendingAuthorities, out next)))
        {
            return false;
        }

        chain = new FinalityChain(state.Genesis, state.HeadNumber, state.HeadHash, authorities!)
        {
            _previous = previous,
            _pending = state.PendingBlock is { } block ? new PendingChange(block, next!) : null,
        };
        return true;
    }

    /// <summary>All that is remembered, to be sealed.</summary>
    public byte[] Encode() => FinalityState.Codec.Encode(new FinalityState(
        StateVersion,
        Genesis,
        HeadNumber,
        HeadHash,
        Authorities.SetId,
        Authorities.Authorities,
        _previous?.Authorities ?? [],
        _pending?.Block,
        _pending?.Next.Authorities ?? []));

    /// <summary>Takes the headers after the last final block, oldest first, with the justification of the last one.</summary>
    /// <param name="headers">The headers; those up to the last final block are passed over when they agree with it.</param>
    /// <param name="justification">The encoded justification of the last header.</param>
    /// <param name="finalized">The headers that are final now and were not before.</param>
    /// <param name="error">Why nothing was believed; then nothing has changed.</param>
    public bool TryImport(
        IReadOnlyList<BlockHeader> headers,
        ReadOnlySpan<byte> justification,
        out ImmutableArray<FinalizedHeader> finalized,
        out LightClientError error)
    {
        finalized = [];
        error = HeaderLinks.Check(headers, HeadNumber, out var hashes);
        if (error.Fault != LightClientFault.None)
        {
            return false;
        }

        error = Attach(headers, hashes, justification, out var known);
        if (error.Fault != LightClientFault.None)
        {
            return false;
        }

        var last = headers.Count - 1;
        error = ReadChanges(headers, known, out var pending);
        if (error.Fault == LightClientFault.None)
        {
            error = Judge(justification, Authorities, headers[last].Number, hashes[last]);
        }

        if (error.Fault != LightClientFault.None)
        {
            return false;
        }

        finalized = [.. Enumerable.Range(known, headers.Count - known).Select(i => new FinalizedHeader(headers[i], hashes[i]))];
        Advance(headers[last].Number, hashes[last], pending);
        return true;
    }

    /// <summary>Takes the header of the last final block itself, for reading its state.</summary>
    public bool TryVerifyHead(BlockHeader header, out FinalizedHeader? head)
    {
        head = header.Number == HeadNumber && header.Hash() == HeadHash ? new FinalizedHeader(header, HeadHash) : null;
        return head is not null;
    }

    /// <summary>Makes sure that the headers go on from the last final block, and tells how many are known already.</summary>
    private LightClientError Attach(
        IReadOnlyList<BlockHeader> headers, Hash256[] hashes, ReadOnlySpan<byte> justification, out int known)
    {
        known = 0;
        var first = headers[0];
        var last = headers[^1].Number;
        if ((first.Number == 0 && hashes[0] != Genesis) || (first.Number == 1 && first.ParentHash != Genesis))
        {
            return new(LightClientFault.WrongGenesis, first.Number);
        }

        if (first.Number > (ulong)HeadNumber + 1)
        {
            return new(LightClientFault.NumberGap, first.Number);
        }

        if (last < HeadNumber)
        {
            return new(LightClientFault.Stale, last);
        }

        known = (int)(HeadNumber - first.Number + 1);
        var agrees = known == 0 ? first.ParentHash == HeadHash : hashes[known - 1] == HeadHash;
        if (agrees)
        {
            return known == headers.Count ? new(LightClientFault.Stale, last) : default;
        }

        // A fork that its voters made final is no host's mistake, and has to be told apart from one.
        var forkIsJustified = Judge(justification, Authorities, last, hashes[^1]).Fault == LightClientFault.None
            || (_previous is not null && Judge(justification, _previous, last, hashes[^1]).Fault == LightClientFault.None);
        return new(forkIsJustified ? LightClientFault.Equivocation : LightClientFault.BrokenAncestry, known == 0 ? first.Number : HeadNumber);
    }

    /// <summary>Reads from the digests which voters come next, and makes sure that none of them was needed already.</summary>
    private LightClientError ReadChanges(IReadOnlyList<BlockHeader> headers, int known, out PendingChange? pending)
    {
        pending = _pending;
        for (var i = known; i < headers.Count; i++)
        {
            var number = headers[i].Number;
            var fault = DigestReader.Read(headers[i], out var change);
            if (fault != LightClientFault.None)
            {
                return new(fault, number);
            }

            if (change is not null)
            {
                var block = (ulong)number + change.Delay;
                if (pending is not null
                    || block > uint.MaxValue
                    || !AuthoritySet.TryCreate(Authorities.SetId + 1, change.NextAuthorities, out var next))
                {
                    return new(LightClientFault.InvalidChange, number);
                }

                pending = new PendingChange((uint)block, next!);
            }

            if (pending?.Block == number && i < headers.Count - 1)
            {
                return new(LightClientFault.ChangeUnjustified, number);
            }
        }

        return default;
    }

    internal static LightClientError Judge(ReadOnlySpan<byte> justification, AuthoritySet voters, uint number, Hash256 hash)
    {
        if (justification.IsEmpty)
        {
            return new(LightClientFault.Unjustified, number);
        }

        var fault = GrandpaVerifier.Verify(justification, voters, hash, number);
        return fault switch
        {
            GrandpaFault.None => default,
            GrandpaFault.UnknownVoter or GrandpaFault.OtherSet => new(LightClientFault.WrongSet, number, fault),
            _ => new(LightClientFault.BadJustification, number, fault),
        };
    }

    private void Advance(uint number, Hash256 hash, PendingChange? pending)
    {
        HeadNumber = number;
        HeadHash = hash;
        _previous = null;
        _pending = pending;
        if (pending?.Block == number)
        {
            _previous = Authorities;
            Authorities = pending.Next;
            _pending = null;
        }
    }

    private sealed record PendingChange(uint Block, AuthoritySet Next);
}
