using Microsoft.Extensions.Logging;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Worker;

/// <summary>Tops the enclave's account up, so that it can pay its fees.</summary>
internal sealed class Funding(NodeFeed node, ChainMetadata chain, Hash256 genesis, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Transfers what an account lacks, unless it has at least half of it, and waits until it is there.</summary>
    /// <exception cref="WorkerException">The transfer did not arrive in time.</exception>
    public async Task TopUpAsync(KeyPair funder, AccountId account, UInt128 target, CancellationToken cancellationToken)
    {
        var free = (await node.AccountAsync(chain, account, cancellationToken).ConfigureAwait(false)).Data.Free;
        if (free >= target / 2)
        {
            return;
        }

        var payer = await node.AccountAsync(chain, funder.AccountId, cancellationToken).ConfigureAwait(false);
        var transfer = new CallEncoder<(MultiAddress To, UInt128 Amount)>(
            chain, "Balances", "transfer_keep_alive", Scale.Tuple(MultiAddress.Codec, Scale.CompactU128));
        var version = chain.Version ?? throw new InvalidOperationException("the metadata has no version");
        var context = new SigningContext(version.SpecVersion, version.TransactionVersion, genesis);
        var call = transfer.Encode((new MultiAddress.Id(account), target - free));
        await node.SubmitAsync(
            new ExtrinsicV4(chain).Sign(call, funder, SignedExtra.Immortal(payer.Nonce, context), context), cancellationToken)
            .ConfigureAwait(false);
        await ArriveAsync(account, target / 2, cancellationToken).ConfigureAwait(false);
        WorkerLog.Funded(logger, account);
    }

    private async Task ArriveAsync(AccountId account, UInt128 least, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while ((await node.AccountAsync(chain, account, cancellationToken).ConfigureAwait(false)).Data.Free < least)
        {
            if (time.GetElapsedTime(started) > Limit)
            {
                throw new WorkerException(
                    "STEE-C0013",
                    "the enclave's account was not funded",
                    $"the transfer did not arrive within {Limit.TotalSeconds:0} seconds",
                    "check the funder's balance, or fund the account by hand: substratee account fund " + account);
            }

            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
