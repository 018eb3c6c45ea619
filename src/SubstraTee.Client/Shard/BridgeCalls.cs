using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>The bridge's calls: found on the chain, submitted, and waited for.</summary>
internal static class BridgeCalls
{
    /// <summary>A call of the bridge's.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="call">The call's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="lacking">What a chain without it cannot do, as a sentence.</param>
    /// <exception cref="ClientException">The chain has no such call, or it takes other arguments.</exception>
    public static CallEncoder<T> Find<T>(ChainMetadata chain, string call, ScaleCodec<T> arguments, string lacking)
    {
        try
        {
            return new CallEncoder<T>(chain, BridgeKeys.Bridge, call, arguments);
        }
        catch (ChainLacksException lacks)
        {
            throw ClientErrors.ChainLacks(lacking, lacks.Message);
        }
    }

    /// <summary>Signs and submits a call, and waits until it has succeeded in a final block.</summary>
    /// <exception cref="ClientException">The chain did not take it, or it failed.</exception>
    public static async Task<TransactionResult> SubmitAsync<T>(
        ChainClient chain, KeyPair signer, CallEncoder<T> call, T arguments, CancellationToken cancellationToken)
    {
        var result = await chain.Transactions.SubmitAsync(signer, call.Encode(arguments), TransactionStage.Finalized, cancellationToken)
            .ConfigureAwait(false);
        return result.EnsureSucceeded(call.Call.FullName);
    }
}
