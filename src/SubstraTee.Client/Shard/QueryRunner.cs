using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Asks encrypted queries and believes answers of admitted enclaves about final blocks only.</summary>
internal sealed class QueryRunner(
    ShardContext shard,
    ShardOptions options,
    Func<bool, CancellationToken, Task<TrustVerdict>> judge,
    Func<CancellationToken, Task<WorkerClient>> worker)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>The signed answer's bytes; refusals that pass by themselves are waited out until the caller's patience ends.</summary>
    public async Task<(byte[] Bytes, SignedAnswer Answer, TrustVerdict Verdict)> AskAsync(
        KeyPair? caller, Query query, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var refreshed = false;
        while (true)
        {
            var verdict = await judge(refreshed, cancellationToken).ConfigureAwait(false);
            var (answer, refusal, name) = await SendAsync(caller, query, verdict, cancellationToken).ConfigureAwait(false);
            if (answer is not null)
            {
                verdict = await EnsureMemberAsync(answer, verdict, cancellationToken).ConfigureAwait(false);
                await EnsureFinalAsync(answer.AsOf, cancellationToken).ConfigureAwait(false);
                return (answer.Result.IsOk ? answer.Result.Value! : throw Explain(answer.Result.Error!), answer, verdict);
            }

            switch (refusal)
            {
                case RefusalCode.ParentchainStalled or RefusalCode.NotServing:
                    await PauseAsync(pause, name, cancellationToken).ConfigureAwait(false);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                    break;
                case RefusalCode.WrongEpoch or RefusalCode.Undecryptable when !refreshed:
                    refreshed = true;
                    break;
                default:
                    throw ClientErrors.EnclaveRefused(refusal, name);
            }
        }
    }

    private static ClientException Explain(QueryError error) => error switch
    {
        QueryError.BadSignature => ClientErrors.QueryRefused("the signature is not the caller's over this query", "check the account's key"),
        QueryError.SignatureRequired => ClientErrors.QueryRefused("it needs a caller who signs", "name the account: --as //Alice"),
        QueryError.Expired => ClientErrors.QueryRefused("it expired before it was answered", "repeat it"),
        QueryError.ExpiryTooFar => ClientErrors.QueryRefused(
            "it would live longer than the enclave allows", "wait until the worker has caught up with the chain"),
        QueryError.NotAllowed => ClientErrors.QueryRefused("this account may not read it", "ask as the account that it belongs to: --as"),
        QueryError.UnknownGetter => ClientErrors.QueryRefused("the STF has no such getter", "see its getters: substratee shard show"),
        QueryError.Failed { Code: uint.MaxValue } => ClientErrors.QueryRefused(
            "the function itself failed, or used up what one getter may use", "ask something else; tell whoever wrote the function"),
        QueryError.Failed failed => ClientErrors.QueryRefused($"the STF refused it with error {failed.Code}", "see its errors: substratee shard show"),
        _ => ClientErrors.QueryRefused("the enclave gave a reason that is not known here", "compare the versions of both sides"),
    };

    private async Task<(SignedAnswer? Answer, RefusalCode Refusal, string Name)> SendAsync(
        KeyPair? caller, Query query, TrustVerdict verdict, CancellationToken cancellationToken)
    {
        var head = await shard.Chain.HeadAsync(finalized: true, cancellationToken).ConfigureAwait(false);
        using var replySeed = SecretBytes.Create(Bytes32.Length, RandomNumberGenerator.Fill);
        using var replyKey = X25519KeyPair.FromSeed(replySeed);
        var getter = new TrustedGetter(
            shard.Descriptor.Genesis, shard.Id, replyKey.PublicKey, head.Number + options.QueryLifetimeBlocks, query, null);
        var payload = TrustedGetter.Codec.Encode(caller is null ? getter : getter.SignedBy(caller));
        var target = new ShardTarget(shard.Descriptor.Genesis, shard.Id, verdict.Epoch, verdict.ShieldingKey!.Value);
        using var seed = SecretBytes.Create(Bytes32.Length, RandomNumberGenerator.Fill);
        using var request = RequestCipher.Seal(DomainTag.Query, target, payload, seed);
        var connection = await worker(cancellationToken).ConfigureAwait(false);
        var (bytes, refusal, name) = await connection.QueryAsync(request.Envelope, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return (null, refusal, name);
        }

        return AnswerCipher.TryOpen(shard.Id, replyKey, request.Hash, bytes, out var answer)
            ? (answer, default, string.Empty)
            : throw ClientErrors.AnswerRefused("it does not open, answers another query, or its signature is wrong");
    }

    /// <summary>Makes sure that the answer's signer is a member; one that has just joined is looked up anew.</summary>
    private async Task<TrustVerdict> EnsureMemberAsync(SignedAnswer answer, TrustVerdict verdict, CancellationToken cancellationToken)
    {
        if (IsMember(verdict))
        {
            return verdict;
        }

        var fresh = await judge(true, cancellationToken).ConfigureAwait(false);
        return IsMember(fresh)
            ? fresh
            : throw ClientErrors.AnswerRefused($"its signer {answer.Enclave} is no admitted member of the shard");

        bool IsMember(TrustVerdict judged) => judged.Members.Any(member => member.Account == answer.Enclave && member.IsAdmitted);
    }

    /// <summary>Makes sure that the answer speaks of a recent final block of this chain.</summary>
    private async Task EnsureFinalAsync(BlockRef asOf, CancellationToken cancellationToken)
    {
        var head = (await shard.Finality.LatestAsync(cancellationToken).ConfigureAwait(false)).Block;
        for (var pause = FirstPause; head.Number < asOf.Number; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // The worker may have heard of a block a moment before this node tells.
            await PauseAsync(pause, $"the answer is as of block {asOf.Number}, the node's final head is {head.Number}", cancellationToken)
                .ConfigureAwait(false);
            head = (await shard.Finality.LatestAsync(cancellationToken).ConfigureAwait(false)).Block;
        }

        if (head.Number - asOf.Number > options.MaxAnswerLagBlocks)
        {
            throw ClientErrors.AnswerRefused($"it is as of block {asOf.Number}, {head.Number - asOf.Number} blocks behind the final head");
        }

        var path = await shard.Finality.BackToAsync(asOf.Number, head, cancellationToken).ConfigureAwait(false);
        if (path[0].Hash != asOf.Hash)
        {
            throw ClientErrors.AnswerRefused($"it is as of {asOf.Hash}, which is not the final block {asOf.Number} of this chain");
        }
    }

    private async Task PauseAsync(TimeSpan pause, string state, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException late)
        {
            throw ClientErrors.TooLate("the query", state, late);
        }
    }
}
