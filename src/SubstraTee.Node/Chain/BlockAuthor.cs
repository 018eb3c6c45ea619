using SubstraTee.Runtime;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node;

/// <summary>Fills a block from the pool.</summary>
internal sealed class BlockAuthor(ChainRuntime runtime, TransactionPool pool, TimeProvider time)
{
    /// <summary>The most transactions that are looked at for one block.</summary>
    private const int MaxCandidates = 8192;

    /// <summary>After so many that do not fit, the block counts as full.</summary>
    private const int MaxMisfits = 16;

    /// <summary>For how long a block is filled, so that what came first need not wait for what came last.</summary>
    private static readonly TimeSpan FillLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>A block on top of another, with what the pool has for it.</summary>
    public BuiltBlock Build(StateTrie parentState, BlockHeader parent)
    {
        var started = time.GetTimestamp();
        var builder = runtime.StartBlock(parentState, parent, (ulong)time.GetUtcNow().ToUnixTimeMilliseconds(), []);
        var misfits = 0;
        foreach (var candidate in pool.Best(MaxCandidates))
        {
            if (builder.Apply(candidate.Bytes).Refused is { } refused && !IsForLater(refused, ref misfits))
            {
                pool.RemoveInvalid(candidate.Hash, ban: IsForGood(refused));
            }

            if (misfits == MaxMisfits || time.GetElapsedTime(started) > FillLimit)
            {
                break;
            }
        }

        return builder.Finish();
    }

    /// <summary>True for reasons that no change of the state takes away.</summary>
    public static bool IsForGood(TransactionValidityError error) => !error.IsUnknown && error.Invalid is
        InvalidTransaction.Call or InvalidTransaction.Stale or InvalidTransaction.BadProof or InvalidTransaction.AncientBirthBlock
        or InvalidTransaction.BadSigner or InvalidTransaction.MandatoryValidation;

    private static bool IsForLater(TransactionValidityError error, ref int misfits)
    {
        if (error.IsUnknown || error.Invalid is not (InvalidTransaction.ExhaustsResources or InvalidTransaction.Future))
        {
            return false;
        }

        misfits += error.Invalid == InvalidTransaction.ExhaustsResources ? 1 : 0;
        return true;
    }
}
