using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>Judges and runs the requests of a shard, and turns what became of each into a leaf.</summary>
/// <remarks>docs/protocol.md, section 4. Every request gets a leaf of the same form, readable by its caller alone.</remarks>
internal sealed class CallExecutor(IStateTransitionFunction stf, ShardContext context)
{
    /// <summary>Units that one call or getter may use.</summary>
    public const ulong ResourceLimit = 10_000_000;

    /// <summary>The error code of a fault in the STF itself, which no schema uses.</summary>
    private const uint FaultCode = uint.MaxValue;

    /// <summary>Runs an opened request against the overlay; what it changed stands only if the call was applied.</summary>
    /// <param name="overlay">The state before it, under change.</param>
    /// <param name="position">Where it stands on the parentchain.</param>
    /// <param name="calls">The opened requests.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="block">What an STF may know of the block.</param>
    public PublishedLeaf Execute(TrieOverlay overlay, Position position, OpenedCalls calls, int index, BlockInfo block)
    {
        var opened = calls.All[index];
        var status = opened.Call is { } call ? Run(overlay, opened, call, block) : opened.Refused!;
        var outcome = new Outcome(position, opened.Hash, status);
        if (opened.IsOpened)
        {
            return OutcomeKeys.Publish(calls.SecretOf(index), context.Shard, outcome);
        }

        using var standIn = OutcomeKeys.UndecryptableSecret(context.Epoch.StateKey, position);
        return OutcomeKeys.Publish(standIn.Reveal(), context.Shard, outcome);
    }

    private OutcomeStatus Run(TrieOverlay overlay, OpenedCall opened, TrustedCallSigned call, BlockInfo block)
    {
        if (Refusal(overlay, opened, call) is { } refusal)
        {
            return refusal;
        }

        overlay.Begin();
        var status = Execute(overlay, call, block);
        if (status is OutcomeStatus.Applied)
        {
            overlay.Commit();
        }
        else
        {
            overlay.Rollback();
        }

        if (status.ConsumedNonce)
        {
            NonceBook.Consume(overlay, call.Signer, call.Nonce);
        }

        return status;
    }

    private OutcomeStatus? Refusal(TrieOverlay overlay, OpenedCall opened, TrustedCallSigned call)
    {
        if (context.RefusalOf(call) is { } foreign)
        {
            return foreign;
        }

        var expected = NonceBook.Next(overlay, call.Signer);
        if (call.Nonce != expected || expected == uint.MaxValue)
        {
            return new OutcomeStatus.BadNonce(expected, call.Nonce);
        }

        var isSigned = opened.IsSigned ?? call.HasValidSignature();
        return isSigned ? null : new OutcomeStatus.BadSignature();
    }

    private OutcomeStatus Execute(TrieOverlay overlay, TrustedCallSigned call, BlockInfo block)
    {
        var meter = new ResourceMeter(ResourceLimit);
        try
        {
            var scope = new CallContext(new StateView(overlay, writable: true), block, meter);
            if (stf.Execute(scope, call.Signer, call.Call) is not { } outcome)
            {
                return new OutcomeStatus.Malformed();
            }

            if (outcome.Bytes.Length > ProtocolLimits.MaxOutputBytes)
            {
                return new OutcomeStatus.ResourcesExhausted();
            }

            return outcome.Applied
                ? new OutcomeStatus.Applied(outcome.Bytes.ToArray())
                : new OutcomeStatus.Failed(outcome.ErrorCode, outcome.Bytes.ToArray());
        }
        catch (ResourcesExhaustedException)
        {
            return new OutcomeStatus.ResourcesExhausted();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A fault of the STF is the same on every worker: it must neither stop the shard nor leave a trace.
            return new OutcomeStatus.Failed(FaultCode, []);
        }
    }
}
