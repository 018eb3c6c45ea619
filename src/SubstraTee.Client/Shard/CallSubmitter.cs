using System.Collections.Concurrent;
using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>Encrypts calls and submits them in the order of their nonces, many at a time.</summary>
internal sealed class CallSubmitter(
    ShardContext shard, Func<KeyPair, CancellationToken, Task<uint>> readNonce, ReceiptWatcher receipts) : IDisposable
{
    private readonly SemaphoreSlim _order = new(1, 1);
    private readonly Dictionary<AccountId, uint> _next = [];
    private readonly ConcurrentDictionary<AccountId, int> _underWay = new();
    private readonly Lazy<CallEncoder<InvokeArguments>> _invoke = new(() =>
        BridgeCalls.Find(shard.Chain.Metadata, "invoke", InvokeArguments.Codec, "the chain takes no requests"));

    /// <summary>Submits a call and waits for its proven outcome.</summary>
    public async Task<CallResult> CallAsync(
        KeyPair signer, ReadOnlyMemory<byte> call, ShardTarget target, uint policyVersion, CallOptions options, CancellationToken cancellationToken)
    {
        var payer = options.Payer ?? signer;
        using var pending = await PrepareAsync(signer, payer, call, target, policyVersion, options, cancellationToken).ConfigureAwait(false);
        _underWay.AddOrUpdate(signer.AccountId, 1, (_, count) => count + 1);
        var nonceUsed = false;
        try
        {
            var result = await SendAsync(pending, options, cancellationToken).ConfigureAwait(false);
            nonceUsed = result.Status.ConsumedNonce;
            return result;
        }
        finally
        {
            // First no longer under way: whoever prepares the next call holds the order until nothing is, and would wait
            // for this one, which would wait for the order.
            _underWay.AddOrUpdate(signer.AccountId, 0, (_, count) => count - 1);
            if (!nonceUsed)
            {
                await ForgetAsync(signer.AccountId, payer.AccountId).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _order.Dispose();

    /// <summary>Takes both nonces and makes the extrinsic; one at a time, so that both run in the same order.</summary>
    private async Task<PreparedCall> PrepareAsync(
        KeyPair signer, KeyPair payer, ReadOnlyMemory<byte> call, ShardTarget target, uint policyVersion, CallOptions options, CancellationToken cancellationToken)
    {
        await _order.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var nonce = await NextAsync(signer, cancellationToken).ConfigureAwait(false);
            var trusted = TrustedCallSigned.Sign(signer, target.Genesis, shard.Id, policyVersion, nonce, call.ToArray());
            using var seed = SecretBytes.Create(Bytes32.Length, RandomNumberGenerator.Fill);
            var request = RequestCipher.Seal(DomainTag.Call, target, TrustedCallSigned.Codec.Encode(trusted), seed);
            var transactions = shard.Chain.Transactions;
            var invoke = _invoke.Value.Encode(new InvokeArguments(shard.Id, request.Envelope.ToArray()));
            var chainNonce = await transactions.TakeNonceAsync(payer.AccountId, cancellationToken).ConfigureAwait(false);
            var extrinsic = await transactions.SignAsync(payer, invoke, chainNonce, 0, cancellationToken).ConfigureAwait(false);
            _next[signer.AccountId] = nonce + 1;
            return new PreparedCall(new PendingReceipt(request, options.Name), extrinsic);
        }
        catch
        {
            _next.Remove(signer.AccountId);
            shard.Chain.Transactions.ForgetNonce(payer.AccountId);
            throw;
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task<CallResult> SendAsync(PreparedCall prepared, CallOptions options, CancellationToken cancellationToken)
    {
        var transactions = shard.Chain.Transactions;
        if (!options.WatchTransaction)
        {
            var outcome = receipts.WaitAsync(prepared.Pending, cancellationToken);
            await transactions.SubmitSignedAsync(prepared.Extrinsic, cancellationToken).ConfigureAwait(false);
            return await outcome.ConfigureAwait(false);
        }

        var submitted = await transactions.WatchAsync(_invoke.Value.Call.FullName, prepared.Extrinsic, cancellationToken).ConfigureAwait(false);
        await using (submitted.ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var outcome = receipts.WaitAsync(prepared.Pending, stop.Token);
            var chain = EnsureIncludedAsync(submitted, stop.Token);
            if (await Task.WhenAny(outcome, chain).ConfigureAwait(false) == chain && !chain.IsCompletedSuccessfully)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await chain.ConfigureAwait(false);
            }

            try
            {
                return await outcome.ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await chain.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Throws when the transaction leaves the pool or fails on chain; the receipt tells all else.</summary>
    private async Task EnsureIncludedAsync(SubmittedTransaction submitted, CancellationToken cancellationToken)
    {
        var block = await submitted.WaitAsync(TransactionStage.Finalized, cancellationToken).ConfigureAwait(false);
        var result = await shard.Chain.Transactions.ResultAsync(submitted, block, cancellationToken).ConfigureAwait(false);
        result.EnsureSucceeded(submitted.Call);
    }

    /// <summary>The signer's next nonce: counted on, or asked of the enclave when none of its calls is under way.</summary>
    private async Task<uint> NextAsync(KeyPair signer, CancellationToken cancellationToken)
    {
        if (_next.TryGetValue(signer.AccountId, out var next))
        {
            return next;
        }

        // The enclave counts what it has processed, so calls under way would be counted twice.
        while (_underWay.GetValueOrDefault(signer.AccountId) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), shard.Chain.Options.Time, cancellationToken).ConfigureAwait(false);
        }

        return await readNonce(signer, cancellationToken).ConfigureAwait(false);
    }

    private async Task ForgetAsync(AccountId signer, AccountId payer)
    {
        await _order.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _next.Remove(signer);
        _order.Release();
        shard.Chain.Transactions.ForgetNonce(payer);
    }

    private sealed record PreparedCall(PendingReceipt Pending, byte[] Extrinsic) : IDisposable
    {
        public void Dispose() => Pending.Dispose();
    }
}
