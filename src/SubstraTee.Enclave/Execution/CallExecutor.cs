using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>Opens, judges and runs the requests of a shard, and turns what became of each into a leaf.</summary>
/// <remarks>docs/protocol.md, section 4. Every request gets a leaf of the same form, readable by its caller alone.</remarks>
internal sealed class CallExecutor(IStfExecution stf, ShardContext context)
{
    /// <summary>Units that one call or getter may use.</summary>
    public const ulong ResourceLimit = 10_000_000;

    /// <summary>Runs one request against the overlay; what it changed stands only if the call was applied.</summary>
    public PublishedLeaf Execute(TrieOverlay overlay, Position position, ReadOnlyMemory<byte> envelope, BlockInfo block)
    {
        var hash = RequestEnvelope.HashOf(envelope.Span);
        using var opened = Open(envelope, out var refused);
        var status = opened is null ? refused! : Run(overlay, opened.Payload.Span, block);
        var outcome = new Outcome(position, hash, status);
        using var standIn = opened is null ? OutcomeKeys.UndecryptableSecret(context.Epoch.StateKey, position) : null;
        using var keys = OutcomeKeys.Derive(opened?.OutcomeSecret ?? standIn!, context.Shard, position);
        var leaf = keys.LeafOf(outcome);
        return new PublishedLeaf(leaf, keys.Seal(outcome, leaf));
    }

    private OpenedRequest? Open(ReadOnlyMemory<byte> bytes, out OutcomeStatus? refused)
    {
        refused = new OutcomeStatus.Undecryptable();
        if (RequestEnvelope.Parse(bytes) is not { } envelope)
        {
            return null;
        }

        if (envelope.Version != RequestEnvelope.CurrentVersion || envelope.Suite != RequestEnvelope.SuiteHpkeX25519Aes256)
        {
            refused = new OutcomeStatus.UnsupportedSuite();
            return null;
        }

        if (envelope.Epoch != context.Epoch.Epoch)
        {
            refused = new OutcomeStatus.WrongEpoch(context.Epoch.Epoch, envelope.Epoch);
            return null;
        }

        return RequestCipher.Open(DomainTag.Call, context.Target, context.Epoch.Shielding, envelope);
    }

    private OutcomeStatus Run(TrieOverlay overlay, ReadOnlySpan<byte> payload, BlockInfo block)
    {
        if (!TrustedCallSigned.Codec.TryDecode(payload, out var call, out _))
        {
            return new OutcomeStatus.Malformed();
        }

        if (Refusal(overlay, call) is { } refusal)
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

    private OutcomeStatus? Refusal(TrieOverlay overlay, TrustedCallSigned call)
    {
        if (call.Genesis != context.Genesis)
        {
            return new OutcomeStatus.WrongGenesis();
        }

        if (call.Shard != context.Shard)
        {
            return new OutcomeStatus.WrongShard();
        }

        if (call.PolicyVersion != context.PolicyVersion)
        {
            return new OutcomeStatus.WrongPolicyVersion(context.PolicyVersion, call.PolicyVersion);
        }

        // The nonce is a look-up and the signature a curve operation: a flood of replays meets the cheap check first.
        var expected = NonceBook.Next(overlay, call.Signer);
        if (call.Nonce != expected || expected == uint.MaxValue)
        {
            return new OutcomeStatus.BadNonce(expected, call.Nonce);
        }

        return call.HasValidSignature() ? null : new OutcomeStatus.BadSignature();
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
                ? new OutcomeStatus.Applied(outcome.Bytes.ToArray(), [.. scope.Events.Select(one => one.ToArray())])
                : new OutcomeStatus.Failed(outcome.ErrorCode, outcome.Bytes.ToArray());
        }
        catch (ResourcesExhaustedException)
        {
            return new OutcomeStatus.ResourcesExhausted();
        }
        catch (StfFaultException fault)
        {
            return new OutcomeStatus.Faulted(fault.Code);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A fault of the STF is the same on every worker: it must neither stop the shard nor leave a trace.
            return new OutcomeStatus.Faulted(StfFaultException.Unspecified);
        }
    }
}
