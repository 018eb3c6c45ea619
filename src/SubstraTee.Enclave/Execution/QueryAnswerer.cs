using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf;
using SubstraTee.Trie;

namespace SubstraTee.Enclave;

/// <summary>Opens queries, judges and answers them: signed, encrypted to the caller, bound to the query.</summary>
/// <remarks>docs/protocol.md, section 3.</remarks>
internal sealed class QueryAnswerer(
    IStfExecution stf, ShardContext context, KeyPair signingKey, Entropy entropy)
{
    /// <summary>Answers a query as of a block, or says why it was refused before it could be read.</summary>
    public (byte[]? Answer, RefusalCode Refusal) Answer(StateTrie state, BlockRef asOf, BlockInfo block, byte[] envelope)
    {
        if (Open(envelope, out var refusal) is not { } getter)
        {
            return (null, refusal);
        }

        if (getter.Shard != context.Shard)
        {
            return (null, RefusalCode.WrongShard);
        }

        if (getter.Genesis != context.Genesis)
        {
            return (null, RefusalCode.QueryWrongGenesis);
        }

        var unsigned = new SignedAnswer(
            RequestEnvelope.HashOf(envelope), asOf, Result(state, block, getter), signingKey.AccountId, new byte[64]);
        var answer = unsigned with
        {
            Signature = signingKey.Sign(unsigned.SigningPayload(context.Shard)).Bytes.ToArray(),
        };
        using var seed = entropy.Secret();
        return (AnswerCipher.Seal(context.Shard, getter.ReplyKey, answer, seed), default);
    }

    private static Result<byte[], QueryError> Fail(QueryError error) => Result<byte[], QueryError>.Fail(error);

    private static Result<byte[], QueryError> Ok(ReadOnlyMemory<byte> answer) => Result<byte[], QueryError>.Ok(answer.ToArray());

    private TrustedGetter? Open(byte[] bytes, out RefusalCode refusal)
    {
        refusal = RefusalCode.EnvelopeMalformed;
        if (RequestEnvelope.Parse(bytes) is not { } envelope)
        {
            return null;
        }

        if (envelope.Version != RequestEnvelope.CurrentVersion || envelope.Suite != RequestEnvelope.SuiteHpkeX25519Aes256)
        {
            refusal = RefusalCode.UnsupportedSuite;
            return null;
        }

        if (envelope.Epoch != context.Epoch.Epoch)
        {
            refusal = RefusalCode.WrongEpoch;
            return null;
        }

        refusal = RefusalCode.Undecryptable;
        using var opened = RequestCipher.Open(DomainTag.Query, context.Target, context.Epoch.Shielding, envelope);
        if (opened is null)
        {
            return null;
        }

        refusal = RefusalCode.QueryMalformed;
        return TrustedGetter.Codec.TryDecode(opened.Payload.Span, out var getter, out _) ? getter : null;
    }

    private Result<byte[], QueryError> Result(StateTrie state, BlockInfo block, TrustedGetter getter)
    {
        if (getter.ExpiresAt < block.Number)
        {
            return Fail(new QueryError.Expired());
        }

        if (getter.ExpiresAt - block.Number > ProtocolLimits.MaxGetterLifetimeBlocks)
        {
            return Fail(new QueryError.ExpiryTooFar());
        }

        if (!getter.HasValidSignature())
        {
            return Fail(new QueryError.BadSignature());
        }

        var overlay = new TrieOverlay(state);
        return getter.Query switch
        {
            Query.Nonce when getter.Caller is { } caller =>
                Ok(Scale.U32.Encode(NonceBook.Next(overlay, caller.Account))),
            Query.Nonce => Fail(new QueryError.SignatureRequired()),
            Query.Stf query => AskStf(overlay, block, getter.Caller?.Account, query.Getter),
            _ => Fail(new QueryError.UnknownGetter()),
        };
    }

    private Result<byte[], QueryError> AskStf(TrieOverlay overlay, BlockInfo block, AccountId? caller, byte[] getter)
    {
        StfQueryOutcome outcome;
        try
        {
            var scope = new QueryContext(
                new StateView(overlay, writable: false), block, new ResourceMeter(CallExecutor.ResourceLimit));
            outcome = stf.Query(scope, caller, getter);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Fail(new QueryError.Failed(uint.MaxValue));
        }

        if (outcome.Answer.Length > ProtocolLimits.MaxOutputBytes)
        {
            return Fail(new QueryError.Failed(uint.MaxValue));
        }

        return outcome.Verdict switch
        {
            QueryVerdict.Answered => Ok(outcome.Answer),
            QueryVerdict.SignatureRequired => Fail(new QueryError.SignatureRequired()),
            QueryVerdict.NotAllowed => Fail(new QueryError.NotAllowed()),
            QueryVerdict.UnknownGetter => Fail(new QueryError.UnknownGetter()),
            QueryVerdict.Failed => Fail(new QueryError.Failed(outcome.ErrorCode)),
            _ => Fail(new QueryError.UnknownGetter()),
        };
    }
}
