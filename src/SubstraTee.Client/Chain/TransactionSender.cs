using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>Signs, submits and watches transactions; nonces are counted locally, so many can be under way.</summary>
public sealed class TransactionSender
{
    private static readonly TimeSpan EraLifetime = TimeSpan.FromMilliseconds(250);

    private readonly ChainClient _chain;
    private readonly Lazy<ExtrinsicV4> _format;
    private readonly BlockResults _results;
    private readonly NonceBook _nonces;
    private (Era Era, Hash256 Block, long ReadAt)? _era;

    internal TransactionSender(ChainClient chain)
    {
        _chain = chain;
        _format = new Lazy<ExtrinsicV4>(() => new ExtrinsicV4(chain.Metadata));
        _results = new BlockResults(chain);
        _nonces = new NonceBook((account, cancellationToken) => chain.Node.NextNonceAsync(chain.AddressOf(account), cancellationToken));
    }

    private SigningContext Context => _chain.Metadata.Version is { } version
        ? new SigningContext(version.SpecVersion, version.TransactionVersion, _chain.GenesisHash)
        : throw ClientErrors.MetadataUnusable("the constant System.Version is missing, which every signature covers");

    /// <summary>Signs a call with a nonce of the caller's choice, and nothing else: for preparing many ahead.</summary>
    public async Task<byte[]> SignAsync(
        KeyPair signer, ReadOnlyMemory<byte> call, uint nonce, UInt128 tip, CancellationToken cancellationToken)
    {
        var (era, block) = await EraAsync(cancellationToken).ConfigureAwait(false);
        return _format.Value.Sign(call.Span, signer, new SignedExtra(nonce, era, block, tip), Context);
    }

    /// <summary>What a call would cost its signer, without the tip.</summary>
    public async Task<UInt128> FeeAsync(KeyPair signer, ReadOnlyMemory<byte> call, CancellationToken cancellationToken)
    {
        var nonce = await _chain.Node.NextNonceAsync(_chain.AddressOf(signer.AccountId), cancellationToken).ConfigureAwait(false);
        var extrinsic = await SignAsync(signer, call, nonce, 0, cancellationToken).ConfigureAwait(false);
        var answer = await _chain.Node.RuntimeCallAsync(
            "TransactionPaymentApi_query_info", (byte[])[.. extrinsic, .. Scale.U32.Encode((uint)extrinsic.Length)], cancellationToken)
            .ConfigureAwait(false);
        return ReadFee(answer);
    }

    /// <summary>Signs a call, submits it and waits for its block.</summary>
    /// <param name="signer">Who pays and acts.</param>
    /// <param name="call">The encoded call.</param>
    /// <param name="stage">How far to wait.</param>
    /// <param name="cancellationToken">Ends the waiting; what was submitted may still be carried out.</param>
    /// <returns>What became of it; a failed call is no exception here.</returns>
    /// <exception cref="ClientException">The chain did not take it, or it left the pool.</exception>
    public async Task<TransactionResult> SubmitAsync(
        KeyPair signer, ReadOnlyMemory<byte> call, TransactionStage stage, CancellationToken cancellationToken)
    {
        var submitted = await SubmitAndWatchAsync(signer, call, cancellationToken).ConfigureAwait(false);
        await using (submitted.ConfigureAwait(false))
        {
            var block = await submitted.WaitAsync(stage, cancellationToken).ConfigureAwait(false);
            return await ResultAsync(submitted, block, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Signs a call with the account's next nonce and submits it; the transaction can be watched.</summary>
    /// <exception cref="ClientException">The chain did not take it.</exception>
    public async Task<SubmittedTransaction> SubmitAndWatchAsync(
        KeyPair signer, ReadOnlyMemory<byte> call, CancellationToken cancellationToken)
    {
        var nonce = await _nonces.TakeAsync(signer.AccountId, cancellationToken).ConfigureAwait(false);
        try
        {
            var extrinsic = await SignAsync(signer, call, nonce, 0, cancellationToken).ConfigureAwait(false);
            return await WatchAsync(NameOf(call.Span), extrinsic, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _nonces.Forget(signer.AccountId);
            throw;
        }
    }

    /// <summary>Submits an extrinsic that is signed already, and does not wait.</summary>
    /// <exception cref="ClientException">The chain did not take it.</exception>
    public async Task<Hash256> SubmitSignedAsync(ReadOnlyMemory<byte> extrinsic, CancellationToken cancellationToken)
    {
        var hash = await ReportAsync(
            "extrinsic", () => _chain.Rpc.CallAsync("author_submitExtrinsic", [Hex.Encode(extrinsic.Span)], cancellationToken))
            .ConfigureAwait(false);
        return JsonRead.Hash(hash, "author_submitExtrinsic");
    }

    /// <summary>The account's next nonce as the node counts it, transactions in its pool included.</summary>
    public Task<uint> NextNonceAsync(AccountId account, CancellationToken cancellationToken) =>
        _chain.Node.NextNonceAsync(_chain.AddressOf(account), cancellationToken);

    /// <summary>Takes the account's next nonce, for whoever has to keep an order of its own.</summary>
    internal Task<uint> TakeNonceAsync(AccountId account, CancellationToken cancellationToken) =>
        _nonces.TakeAsync(account, cancellationToken);

    /// <summary>Says that a nonce taken was perhaps not used.</summary>
    internal void ForgetNonce(AccountId account) => _nonces.Forget(account);

    /// <summary>Submits an extrinsic that is signed already and watches it.</summary>
    internal async Task<SubmittedTransaction> WatchAsync(string name, byte[] extrinsic, CancellationToken cancellationToken)
    {
        var subscription = await ReportAsync(
            name,
            () => _chain.Rpc.SubscribeAsync(
                "author_submitAndWatchExtrinsic", "author_unwatchExtrinsic", [Hex.Encode(extrinsic)], null, cancellationToken))
            .ConfigureAwait(false);
        return new SubmittedTransaction(name, extrinsic, subscription);
    }

    /// <summary>What became of a transaction in a block, as the node's proven events of that block say.</summary>
    internal Task<TransactionResult> ResultAsync(SubmittedTransaction submitted, Hash256 block, CancellationToken cancellationToken) =>
        _results.OfAsync(submitted.Hash, block, cancellationToken);

    private static UInt128 ReadFee(byte[] answer)
    {
        // RuntimeDispatchInfo: weight (two compact numbers), class, partial fee.
        try
        {
            var reader = new ScaleReader(answer);
            reader.ReadCompactU64();
            reader.ReadCompactU64();
            reader.ReadByte();
            return reader.ReadU128();
        }
        catch (ScaleException refused)
        {
            throw ClientErrors.BadAnswer("TransactionPaymentApi_query_info", refused.Message);
        }
    }

    private static async Task<T> ReportAsync<T>(string name, Func<Task<T>> submit)
    {
        try
        {
            return await submit().ConfigureAwait(false);
        }
        catch (JsonRpcException refused)
        {
            throw ClientErrors.InvalidTransaction(name, refused);
        }
        catch (ConnectionException lost)
        {
            throw ClientErrors.ConnectionLost($"submitting {name}", lost);
        }
        catch (TimeoutException late)
        {
            throw ClientErrors.TooLate($"submitting {name}", late.Message, late);
        }
    }

    private string NameOf(ReadOnlySpan<byte> call) => Calls.Identify(_chain.Metadata, call)?.FullName ?? "call";

    private async Task<(Era Era, Hash256 Block)> EraAsync(CancellationToken cancellationToken)
    {
        if (_chain.Options.MortalBlocks == 0)
        {
            return (Era.Immortal, _chain.GenesisHash);
        }

        var time = _chain.Options.Time;
        if (_era is { } known && time.GetElapsedTime(known.ReadAt) < EraLifetime)
        {
            return (known.Era, known.Block);
        }

        // The birth is at or before the final head: a transaction that refers to a replaced block would never be valid.
        var head = await _chain.HeadAsync(finalized: true, cancellationToken).ConfigureAwait(false);
        var era = Era.Mortal(_chain.Options.MortalBlocks, head.Number);
        var birth = era.Birth(head.Number);
        var block = birth == head.Number
            ? head.Hash()
            : await _chain.Node.BlockHashAsync(birth, cancellationToken).ConfigureAwait(false)
                ?? throw ClientErrors.BadAnswer("chain_getBlockHash", $"the node does not know block {birth}");
        _era = (era, block, time.GetTimestamp());
        return (era, block);
    }
}
